import { t } from '../strings.ts';
import { Dialog } from './dialog.tsx';
import { KeysList } from './keys-list.tsx';

export default function KeysDialog({ close }: { close: () => void }) {
  return (
    <Dialog title={t('keys.title')} close={close}>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region must be reachable */}
      <section className="keys" tabIndex={0} aria-label={t('keys.title')}>
        <KeysList heading="h3" />
      </section>
    </Dialog>
  );
}
