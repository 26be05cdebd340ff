import { useState } from 'react';
import { Icon } from '../components/icon.tsx';
import { useAppState } from '../state/app-state.ts';
import { t } from '../strings.ts';

/** Without a secure page there is no clipboard to write to, and no button. */
export function CopyButton({ text, label }: { text: string; label: string }) {
  const { announcer } = useAppState();
  const [isDone, setDone] = useState(false);
  if (!('clipboard' in navigator)) return null;
  const copy = () => {
    navigator.clipboard.writeText(text).then(
      () => {
        setDone(true);
        announcer.say(t('settings.copied'));
      },
      () => undefined,
    );
  };
  return (
    <button type="button" className="button" onClick={copy}>
      <Icon name={isDone ? 'check' : 'copy'} />
      {isDone ? t('settings.copied') : label}
    </button>
  );
}
