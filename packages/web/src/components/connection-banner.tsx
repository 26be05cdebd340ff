import { refusalText } from '../actions/refusal.ts';
import { useClient } from '../state/app-state.ts';
import { useSession } from '../state/use-session.ts';
import { t } from '../strings.ts';

/** Quiet, and late (by CSS): a reconnect that takes a blink is not worth a line. */
export function ConnectionBanner() {
  const client = useClient();
  const { status, refusal } = useSession();
  const isDown = status === 'offline' || status === 'connecting';
  return (
    <output className="banner-place">
      {isDown && <span className="banner">{t(`status.${status}`)}</span>}
      {refusal && (
        <span className="banner">
          {refusalText(refusal)}{' '}
          <button
            type="button"
            className="link-button"
            onClick={() => void client.connect().catch(() => undefined)}
          >
            {t('refused.again')}
          </button>
        </span>
      )}
    </output>
  );
}
