// A code of an authenticator app besides the password.
import { useState } from 'react';
import { ConfirmDialog } from '../components/confirm-dialog.tsx';
import { Problem } from '../components/form.tsx';
import { useTask } from '../components/use-task.ts';
import { useClient } from '../state/app-state.ts';
import { t } from '../strings.ts';
import { useFresh } from './fresh.tsx';
import { RecoveryCodesDialog } from './recovery-codes-dialog.tsx';
import { Card, SectionFrame } from './section.tsx';
import { TotpDialog, type TotpSecret } from './totp-dialog.tsx';
import { useAccount } from './use-account.ts';

export function TwoStepSection() {
  const { account, problem, reload } = useAccount();
  const [codes, setCodes] = useState<readonly string[]>();
  const show = async (made: readonly string[]) => {
    setCodes(made);
    await reload();
  };
  return (
    <SectionFrame title={t('twoStep.title')} intro={t('twoStep.intro')}>
      <Problem text={problem} />
      {account && !account.totp && <Off show={show} />}
      {account?.totp && <On left={account.recoveryCodesLeft} show={show} reload={reload} />}
      {codes && <RecoveryCodesDialog codes={codes} close={() => setCodes(undefined)} />}
    </SectionFrame>
  );
}

type Show = (codes: readonly string[]) => Promise<void>;

function Off({ show }: { show: Show }) {
  const client = useClient();
  const fresh = useFresh();
  const task = useTask();
  const [secret, setSecret] = useState<TotpSecret>();
  const begin = () =>
    task.run(async () => setSecret(await fresh.run(() => client.call('totp.create', {}))));
  const confirmed = async (codes: readonly string[]) => {
    setSecret(undefined);
    await show(codes);
  };
  return (
    <Card>
      <p className="card-text">{t('twoStep.off')}</p>
      <Problem text={task.problem} />
      <div className="card-actions">
        <button
          type="button"
          className="button button-main"
          aria-disabled={task.busy}
          onClick={begin}
        >
          {t('twoStep.turnOn')}
        </button>
      </div>
      {secret && (
        <TotpDialog secret={secret} confirmed={confirmed} close={() => setSecret(undefined)} />
      )}
    </Card>
  );
}

interface OnProps {
  readonly left: number;
  readonly show: Show;
  readonly reload: () => Promise<void>;
}

function On({ left, show, reload }: OnProps) {
  const client = useClient();
  const fresh = useFresh();
  const [asked, setAsked] = useState<'renew' | 'remove'>();
  const close = () => setAsked(undefined);
  const renew = async () => {
    const { recoveryCodes } = await fresh.run(() => client.call('totp.renewCodes', {}));
    close();
    await show(recoveryCodes);
  };
  const remove = async () => {
    await fresh.run(() => client.call('totp.remove', {}));
    close();
    await reload();
  };
  return (
    <>
      <Card>
        <p className="card-text">{t('twoStep.on')}</p>
        <div className="card-actions">
          <button type="button" className="button button-danger" onClick={() => setAsked('remove')}>
            {t('twoStep.turnOff')}
          </button>
        </div>
      </Card>
      <Card title={t('twoStep.codes')}>
        <p className="card-text">{t('twoStep.codesText')}</p>
        <p className={left < 3 ? 'note' : 'quiet'}>{t('twoStep.codesLeft', { count: left })}</p>
        <div className="card-actions">
          <button type="button" className="button" onClick={() => setAsked('renew')}>
            {t('twoStep.renew')}
          </button>
        </div>
      </Card>
      {asked === 'renew' && (
        <ConfirmDialog
          title={t('twoStep.renewTitle')}
          text={t('twoStep.renewText')}
          action={t('twoStep.renew')}
          run={renew}
          close={close}
        />
      )}
      {asked === 'remove' && (
        <ConfirmDialog
          title={t('twoStep.turnOffTitle')}
          text={t('twoStep.turnOffText')}
          action={t('twoStep.turnOff')}
          run={remove}
          close={close}
        />
      )}
    </>
  );
}
