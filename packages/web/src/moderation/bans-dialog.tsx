// Who is banned from a room or group, until when and why; and the end of it.
import type { Ban, Conversation } from '@hubbub/protocol';
import { Dialog } from '../components/dialog.tsx';
import { Problem } from '../components/form.tsx';
import { PersonRow } from '../components/person-row.tsx';
import { useLoaded } from '../components/use-loaded.ts';
import { useTask } from '../components/use-task.ts';
import { formatExact, toDate } from '../format/time.ts';
import { useClient } from '../state/app-state.ts';
import { useNames } from '../state/use-client-state.ts';
import { t } from '../strings.ts';
import './texts.ts';
import { listBans, unban } from './actions.ts';

interface BansDialogProps {
  readonly conversation: Conversation;
  readonly close: () => void;
}

export function BansDialog({ conversation: { id }, close }: BansDialogProps) {
  const client = useClient();
  const task = useTask();
  const { value: page, put, problem } = useLoaded(() => listBans(client, id, ''), id);
  const more = () =>
    task.run(async () => {
      const { bans, next } = await listBans(client, id, page?.next ?? '');
      put((old) => ({ bans: [...(old?.bans ?? []), ...bans], next }));
    });
  const end = (user: string) =>
    task.run(async () => {
      await unban(client, { conversation: id, user });
      put((old) => old && { ...old, bans: old.bans.filter((one) => one.user !== user) });
    });
  return (
    <Dialog title={t('moderation.bans')} close={close}>
      {!page && !problem && <p className="quiet">{t('conversation.loading')}</p>}
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
      <Problem text={task.problem || problem} />
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
    <PersonRow
      user={user}
      words={reason}
      facts={
        <>
          {until ? t('groups.until', { time: formatExact(toDate(until)) }) : t('groups.span.ever')}
          {` · ${t('moderation.by', { name: name(by) })}`}
        </>
      }
    >
      <button
        type="button"
        className="button"
        aria-label={t('moderation.unbanNamed', { name: shown })}
        disabled={busy}
        onClick={() => end(user)}
      >
        {t('moderation.unban')}
      </button>
    </PersonRow>
  );
}
