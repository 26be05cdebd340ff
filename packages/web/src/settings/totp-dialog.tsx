import { lazy, Suspense, type FormEvent } from 'react';
import { Dialog } from '../components/dialog.tsx';
import { DialogActions, Field, Problem, textOf } from '../components/form.tsx';
import { problemsAt, useTask } from '../components/use-task.ts';
import { useClient } from '../state/app-state.ts';
import { t } from '../strings.ts';
import { CopyButton } from './copy-button.tsx';

/** Needed by few, once in their life. */
const QrCode = lazy(() => import('./qr-code.tsx'));

export interface TotpSecret {
  readonly secret: string;
  readonly uri: string;
}

interface TotpDialogProps {
  readonly secret: TotpSecret;
  /** Given the recovery codes, which are shown this once. */
  readonly confirmed: (codes: readonly string[]) => Promise<void>;
  readonly close: () => void;
}

/** The secret goes to the app by camera or by hand; the first code shows that it arrived. */
export function TotpDialog({ secret: { secret, uri }, confirmed, close }: TotpDialogProps) {
  const client = useClient();
  const task = useTask();
  const at = problemsAt(task, { code: ['CODE_WRONG'] });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const code = textOf(new FormData(event.currentTarget), 'code').trim();
    task.run(async () => {
      const { recoveryCodes } = await client.call('totp.confirm', { code });
      await confirmed(recoveryCodes);
    });
  };
  return (
    <Dialog title={t('twoStep.setUp')} close={close}>
      <form onSubmit={submit}>
        <p className="dialog-text">{t('twoStep.scan')}</p>
        <Suspense fallback={<div className="qr-code" />}>
          <QrCode text={uri} label={t('twoStep.qrLabel')} />
        </Suspense>
        <details className="by-hand">
          <summary>{t('twoStep.byHand')}</summary>
          <p className="secret">
            <code>{secret.replaceAll(/(.{4})(?!$)/g, '$1 ')}</code>
            <CopyButton text={secret} label={t('twoStep.copySecret')} />
          </p>
        </details>
        <Field
          label={t('twoStep.code')}
          name="code"
          inputMode="numeric"
          autoComplete="one-time-code"
          maxLength={16}
          required
          problem={at.code}
        />
        <Problem text={at.rest} />
        <DialogActions close={close}>
          <button type="submit" className="button button-main" disabled={task.busy}>
            {t('twoStep.turnOn')}
          </button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
