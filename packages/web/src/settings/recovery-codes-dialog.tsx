import { Dialog } from '../components/dialog.tsx';
import { Icon } from '../components/icon.tsx';
import { useMe } from '../state/use-session.ts';
import { t } from '../strings.ts';
import { CopyButton } from './copy-button.tsx';

interface RecoveryCodesDialogProps {
  readonly codes: readonly string[];
  readonly close: () => void;
}

/** Shown once: only a button that says so ends it. */
export function RecoveryCodesDialog({ codes, close }: RecoveryCodesDialogProps) {
  const { username } = useMe();
  const text = codes.join('\n');
  const keep = () => {
    const head = t('twoStep.fileHead', { host: location.host, username });
    save(`recovery-codes-${username}.txt`, `${head}\n\n${text}\n`);
  };
  return (
    <Dialog title={t('twoStep.codes')}>
      <p className="dialog-text">{t('twoStep.codesOnce')}</p>
      <ul className="recovery-codes" aria-label={t('twoStep.codes')}>
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <div className="dialog-actions">
        <CopyButton text={text} label={t('settings.copy')} />
        <button type="button" className="button" onClick={keep}>
          <Icon name="download" />
          {t('settings.download')}
        </button>
        <button type="button" className="button button-main" onClick={close}>
          {t('twoStep.kept')}
        </button>
      </div>
    </Dialog>
  );
}

function save(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
  const link = document.createElement('a');
  Object.assign(link, { href: address, download: name });
  link.click();
  URL.revokeObjectURL(address);
}
