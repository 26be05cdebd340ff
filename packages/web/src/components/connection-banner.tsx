import { useSession } from '../state/use-session.ts';
import { t } from '../strings.ts';

/** Quiet, and late (by CSS): a reconnect that takes a blink is not worth a line. */
export function ConnectionBanner() {
  const { status } = useSession();
  const down = status === 'offline' || status === 'connecting';
  return (
    <output className="banner-place">
      {down && <span className="banner">{t(`status.${status}`)}</span>}
    </output>
  );
}
