import { useId, useSyncExternalStore } from 'react';
import {
  appearances,
  applyAppearance,
  onAppearance,
  shownAppearance,
} from '../state/appearance.ts';
import { t } from '../strings.ts';

/** May stand in several places at once; all show the same. */
export function AppearanceChoice() {
  const name = useId();
  const chosen = useSyncExternalStore(onAppearance, shownAppearance);
  return (
    <fieldset className="segments">
      <legend className="only-read">{t('appearance.label')}</legend>
      {appearances.map((one) => (
        <label key={one}>
          <input
            type="radio"
            name={name}
            checked={one === chosen}
            onChange={() => applyAppearance(one)}
          />
          <span>{t(`appearance.${one}`)}</span>
        </label>
      ))}
    </fieldset>
  );
}
