import { useId } from 'react';
import '../style/choice.css';

interface ChoiceProps<V extends number> {
  readonly title: string;
  readonly hint: string;
  readonly options: readonly (readonly [V, string])[];
  readonly chosen: V;
  readonly choose: (value: V) => void;
}

/** One of a few, one below the other; it is stored as soon as it is chosen. */
export function Choice<V extends number>(props: ChoiceProps<V>) {
  const { title, hint, options, chosen, choose } = props;
  const name = useId();
  return (
    <fieldset className="choice-group" aria-describedby={`${name}hint`}>
      <legend>{title}</legend>
      <p id={`${name}hint`} className="hint">
        {hint}
      </p>
      {options.map(([value, text]) => (
        <label key={value} className="choice">
          <input
            type="radio"
            name={name}
            checked={value === chosen}
            onChange={() => choose(value)}
          />
          {text}
        </label>
      ))}
    </fieldset>
  );
}
