// Links into a group: those that are good, and a new one, whose address is shown this once.
import type { Conversation, Invite } from '@hubbub/protocol';
import { lazy, Suspense, useId, useState, type FormEvent } from 'react';
import { Dialog } from '../components/dialog.tsx';
import { DialogActions, Problem, textOf } from '../components/form.tsx';
import { Icon } from '../components/icon.tsx';
import { useLoaded } from '../components/use-loaded.ts';
import { useTask } from '../components/use-task.ts';
import { formatExact, toDate } from '../format/time.ts';
import { CopyButton } from '../settings/copy-button.tsx';
import { useClient } from '../state/app-state.ts';
import { useNames } from '../state/use-client-state.ts';
import { t } from '../strings.ts';
import { createInvite, listInvites, revokeInvite, type MadeInvite } from './actions.ts';

const QrCode = lazy(() => import('../settings/qr-code.tsx'));

interface InvitesDialogProps {
  readonly conversation: Conversation;
  readonly close: () => void;
}

export function InvitesDialog({ conversation: { id }, close }: InvitesDialogProps) {
  const client = useClient();
  const task = useTask();
  const { value: invites, put, problem } = useLoaded(() => listInvites(client, id), id);
  const [made, setMade] = useState<MadeInvite>();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    task.run(async () => {
      const fresh = await createInvite(client, id, {
        seconds: Number(textOf(form, 'seconds')),
        mostUses: Number(textOf(form, 'uses')),
        approval: form.get('approval') !== null,
      });
      setMade(fresh);
      put((old = []) => [fresh.invite, ...old]);
    });
  };
  const revoke = (invite: Invite) =>
    task.run(async () => {
      await revokeInvite(client, invite);
      put((old) => old?.filter((one) => one.id !== invite.id));
      if (made?.invite.id === invite.id) setMade(undefined);
    });
  return (
    <Dialog title={t('groups.invites')} close={close}>
      {made ? (
        <Made address={made.address} />
      ) : (
        <NewInvite submit={submit} busy={task.busy} close={close} />
      )}
      <Problem text={task.problem || problem} />
      {invites && invites.length > 0 && (
        <>
          <h3 className="group-heading">{t('groups.goodInvites')}</h3>
          <ul className="invites">
            {invites.map((invite) => (
              <Row key={invite.id} invite={invite} busy={task.busy} revoke={revoke} />
            ))}
          </ul>
        </>
      )}
    </Dialog>
  );
}

interface NewInviteProps {
  readonly submit: (event: FormEvent<HTMLFormElement>) => void;
  readonly busy: boolean;
  readonly close: () => void;
}

const day = 24 * 60 * 60;
const lives = [day, 7 * day, 30 * day, 0] as const;
const uses = [1, 10, 100, 0] as const;

function NewInvite({ submit, busy, close }: NewInviteProps) {
  const id = useId();
  return (
    <form onSubmit={submit}>
      <div className="field right-field">
        <label htmlFor={`${id}life`}>{t('groups.life')}</label>
        <select id={`${id}life`} className="input" name="seconds" defaultValue={7 * day}>
          {lives.map((life) => (
            <option key={life} value={life}>
              {life === 0 ? t('groups.noEnd') : t('groups.days', { count: life / day })}
            </option>
          ))}
        </select>
      </div>
      <div className="field right-field">
        <label htmlFor={`${id}uses`}>{t('groups.uses')}</label>
        <select id={`${id}uses`} className="input" name="uses" defaultValue={0}>
          {uses.map((most) => (
            <option key={most} value={most}>
              {most === 0 ? t('groups.noLimit') : t('groups.people', { count: most })}
            </option>
          ))}
        </select>
      </div>
      <label className="choice">
        <input type="checkbox" name="approval" />
        {t('groups.approval')}
      </label>
      <DialogActions close={close}>
        <button type="submit" className="button button-main" disabled={busy}>
          {t('groups.createInvite')}
        </button>
      </DialogActions>
    </form>
  );
}

function Made({ address }: { address: string }) {
  const id = useId();
  return (
    <div className="made-invite">
      <div className="field">
        <label htmlFor={id}>{t('groups.address')}</label>
        <input
          id={id}
          className="input"
          readOnly
          value={address}
          aria-describedby={`${id}hint`}
          onFocus={(event) => event.target.select()}
        />
        <p id={`${id}hint`} className="hint">
          {t('groups.addressHint')}
        </p>
      </div>
      <CopyButton text={address} label={t('groups.copy')} />
      <Suspense fallback={null}>
        <QrCode text={address} label={t('groups.qr')} />
      </Suspense>
    </div>
  );
}

interface RowProps {
  readonly invite: Invite;
  readonly busy: boolean;
  readonly revoke: (invite: Invite) => void;
}

function Row({ invite, busy, revoke }: RowProps) {
  const { name } = useNames();
  const { createdBy, uses: used = 0, mostUses, expiresAt, approval } = invite;
  const facts = [
    mostUses > 0
      ? t('groups.usedOf', { count: used, most: mostUses })
      : t('groups.used', { count: used }),
    expiresAt ? t('groups.until', { time: formatExact(toDate(expiresAt)) }) : t('groups.noEnd'),
    ...(approval ? [t('groups.approval')] : []),
  ];
  return (
    <li className="member">
      <Icon name="link" />
      <div className="member-text">
        <span>{t('groups.madeBy', { name: name(createdBy) })}</span>
        <span className="quiet invite-facts">{facts.join(' · ')}</span>
      </div>
      <button type="button" className="button" disabled={busy} onClick={() => revoke(invite)}>
        {t('groups.revoke')}
      </button>
    </li>
  );
}
