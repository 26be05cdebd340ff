// Who is banned from a room or group, until when and why; and the end of it.
import type { Ban, Conversation } from '@hubbub/protocol';
import { useEffect, useState } from 'react';
import { Avatar } from '../components/avatar.tsx';
import { Dialog } from '../components/dialog.tsx';
import { Problem } from '../components/form.tsx';
import { useTask } from '../components/use-task.ts';
import { formatExact, toDate } from '../format/time.ts';
import { useClient } from '../state/app-state.ts';
import { useNames } from '../state/use-client-state.ts';
import { t } from '../strings.ts';
import './texts.ts';
import { listBans, unban, type BanPage } from './actions.ts';

interface BansDialogProps {
  readonly conversation: Conversation;
  readonly close: () => void;
}

export function BansDialog({ conversation: { id }, close }: BansDialogProps) {
  const client = useClient();
  const task = useTask();
  const [page, setPage] = useState<BanPage>();
  useEffect(() => {
    listBans(client, id, '').then(setPage, () => setPage({ bans: [], next: '' }));
  }, [client, id]);
  const more = () =>
    task.run(async () => {
      const { bans, next } = await listBans(client, id, page?.next ?? '');
      setPage((old) => ({ bans: [...(old?.bans ?? []), ...bans], next }));
    });
  const end = (user: string) =>
    task.run(async () => {
      await unban(client, { conversation: id, user });
      setPage((old) => old && { ...old, bans: old.bans.filter((one) => one.user !== user) });
    });
  return (
    <Dialog title={t('moderation.bans')} close={close}>
      {page?.bans.length === 0 && <p className="quiet">{t('moderation.noBans')}</p>}
      <ul className="requests">
        {page?.bans.map((one) => (
          <Row key={one.user} ban={one} busy={task.busy} end={end} />
        ))}
      </ul>
      {page?.next && (
        <button type="button" className="button" disabled={task.busy} onClick={more}>
          {t('members.more')}
        </button>
      )}
      <Problem text={task.problem} />
    </Dialog>
  );
}

interface RowProps {
  readonly ban: Ban;
  readonly busy: boolean;
  readonly end: (user: string) => void;
}

function Row({ ban: { user, by, reason, until }, busy, end }: RowProps) {
  const { name } = useNames();
  const shown = name(user);
  return (
    <li className="member">
      <Avatar id={user} name={shown} size="small" />
      <div className="member-text">
        <bdi className="member-name">{shown}</bdi>
        {reason && (
          <span className="request-text" dir="auto">
            {reason}
          </span>
        )}
        <span className="quiet invite-facts">
          {until ? t('groups.until', { time: formatExact(toDate(until)) }) : t('groups.span.ever')}
          {` · ${t('moderation.by', { name: name(by) })}`}
        </span>
      </div>
      <button
        type="button"
        className="button"
        aria-label={t('moderation.unbanNamed', { name: shown })}
        disabled={busy}
        onClick={() => end(user)}
      >
        {t('moderation.unban')}
      </button>
    </li>
  );
}
