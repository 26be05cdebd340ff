// What this server and this browser offer besides a password.
import type { Enter } from '../actions/log-in.ts';
import { getPasskey, hasPasskeys } from '../actions/passkey.ts';
import { Problem } from '../components/form.tsx';
import { Icon } from '../components/icon.tsx';
import { useTask } from '../components/use-task.ts';
import '../settings/texts.ts';
import { useClient } from '../state/app-state.ts';
import { useOffers } from '../state/use-offers.ts';
import { t } from '../strings.ts';

interface OtherWaysProps {
  readonly enter: Enter;
  readonly choose: (way: 'reset' | 'guest') => void;
}

export default function OtherWays({ enter, choose }: OtherWaysProps) {
  const client = useClient();
  const offers = useOffers();
  const task = useTask();
  const withPasskey = () => task.run(() => enter(() => client.enter.logInWithPasskey(getPasskey)));
  return (
    <div className="other-ways">
      {hasPasskeys(offers) && (
        <button type="button" className="button" disabled={task.busy} onClick={withPasskey}>
          <Icon name="key" />
          {t('ways.passkey')}
        </button>
      )}
      <Problem text={task.problem} />
      {offers?.email && (
        <button type="button" className="link-button" onClick={() => choose('reset')}>
          {t('ways.forgot')}
        </button>
      )}
      {offers?.guests && (
        <button type="button" className="link-button" onClick={() => choose('guest')}>
          {t('ways.guest')}
        </button>
      )}
    </div>
  );
}
