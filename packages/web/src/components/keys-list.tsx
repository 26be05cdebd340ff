// All keys, drawn from their table.
import { Fragment } from 'react';
import { keyNames, keyScopes, shortcutIds, shortcuts, type ShortcutId } from '../keys.ts';
import { t } from '../strings.ts';
import '../switcher/texts.ts';
import '../style/keys.css';

/** @param props.heading one below the one it stands under */
export function KeysList({ heading: Heading }: { heading: 'h2' | 'h3' }) {
  const scopes = Object.keys(keyScopes) as (keyof typeof keyScopes)[];
  return scopes.map((scope) => (
    <div key={scope} className="keys-scope">
      <Heading>{t(keyScopes[scope])}</Heading>
      <dl>
        {shortcutIds
          .filter((id) => shortcuts[id].scope === scope)
          .map((id) => (
            <Line key={id} id={id} />
          ))}
      </dl>
    </div>
  ));
}

function Line({ id }: { id: ShortcutId }) {
  const { keys, text } = shortcuts[id];
  return (
    <div className="keys-line">
      <dt>{t(text)}</dt>
      <dd>
        {keys.map((chord, at) => (
          <Fragment key={chord}>
            {at > 0 && <span className="quiet"> {t('keys.or')} </span>}
            <Chord chord={chord} />
          </Fragment>
        ))}
      </dd>
    </div>
  );
}

export function Chord({ chord }: { chord: string }) {
  return (
    <kbd className="chord">
      {keyNames(chord).map((name) => (
        <kbd key={name} className="key">
          {name}
        </kbd>
      ))}
    </kbd>
  );
}
