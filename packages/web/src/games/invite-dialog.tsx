import type { Game } from '@hubbub/protocol';
import { useId, useRef, useState } from 'react';
import { Dialog } from '../components/dialog.tsx';
import { t } from '../strings.ts';

/** The code and the link with it: both lead strangers in. */
export function InviteDialog({ game, close }: { game: Game; close: () => void }) {
  const path = game.code ? `/games/code/${game.code}` : `/games/${game.id}`;
  return (
    <Dialog title={t('game.invite')} close={close}>
      <p className="hint invite-hint">{t('game.inviteHint')}</p>
      <Copyable label={t('game.link')} text={`${location.origin}${path}`} />
      {game.code && <Copyable label={t('game.code')} text={game.code} />}
    </Dialog>
  );
}

function Copyable({ label, text }: { label: string; text: string }) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [told, setTold] = useState('');
  const copy = () => {
    input.current?.select();
    // Where the page may not write there (plain HTTP), it is selected for the keyboard.
    const copied =
      navigator.clipboard?.writeText(text) ?? Promise.reject(new Error('no clipboard'));
    copied.then(
      () => setTold(t('game.copied')),
      () => setTold(t('game.copyByHand')),
    );
  };
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <div className="copyable">
        <input id={id} ref={input} className="input" readOnly value={text} />
        <button
          type="button"
          className="button"
          aria-label={t('game.copyLabel', { what: label })}
          onClick={copy}
        >
          {t('game.copy')}
        </button>
      </div>
      <output className="hint">{told}</output>
    </div>
  );
}
