// All keys, drawn from their table.
import { Fragment } from 'react';
import { keyNames, keyScopes, shortcutIds, shortcuts, type ShortcutId } from '../keys.ts';
import { t } from '../strings.ts';
import '../style/keys.css';
import { Dialog } from './dialog.tsx';

export default function KeysDialog({ close }: { close: () => void }) {
  const scopes = Object.keys(keyScopes) as (keyof typeof keyScopes)[];
  return (
    <Dialog title={t('keys.title')} close={close}>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region must be reachable */}
      <section className="keys" tabIndex={0} aria-label={t('keys.title')}>
        {scopes.map((scope) => (
          <div key={scope} className="keys-scope">
            <h3>{t(keyScopes[scope])}</h3>
            <dl>
              {shortcutIds
                .filter((id) => shortcuts[id].scope === scope)
                .map((id) => (
                  <Line key={id} id={id} />
                ))}
            </dl>
          </div>
        ))}
      </section>
    </Dialog>
  );
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
