// What owner and admins did in a room or group, newest first.
import type { AuditEntry, Conversation } from '@hubbub/protocol';
import { useEffect, useState } from 'react';
import { failureText } from '../actions/failure.ts';
import { Avatar } from '../components/avatar.tsx';
import { Dialog } from '../components/dialog.tsx';
import { Problem } from '../components/form.tsx';
import { useTask } from '../components/use-task.ts';
import { formatBrief, formatSince, toDate } from '../format/time.ts';
import { useClient } from '../state/app-state.ts';
import { useNames } from '../state/use-client-state.ts';
import { t } from '../strings.ts';
import './texts.ts';
import { listAudit, type AuditPage } from './actions.ts';
import { readEntry } from './audit-entry.ts';

interface AuditDialogProps {
  readonly conversation: Conversation;
  readonly close: () => void;
}

export function AuditDialog({ conversation: { id }, close }: AuditDialogProps) {
  const client = useClient();
  const task = useTask();
  const [page, setPage] = useState<AuditPage>();
  const [problem, setProblem] = useState('');
  useEffect(() => {
    listAudit(client, id, '').then(setPage, (error) => setProblem(failureText(error)));
  }, [client, id]);
  const more = () =>
    task.run(async () => {
      const { entries, next } = await listAudit(client, id, page?.next ?? '');
      setPage((old) => ({ entries: [...(old?.entries ?? []), ...entries], next }));
    });
  return (
    <Dialog title={t('moderation.audit')} close={close}>
      {page?.entries.length === 0 && <p className="quiet">{t('moderation.noAudit')}</p>}
      <ul className="audit">
        {page?.entries.map((entry, place) => (
          // Entries have no names, and never change places.
          <Row key={place} entry={entry} />
        ))}
      </ul>
      {page?.next && (
        <button type="button" className="button" disabled={task.busy} onClick={more}>
          {t('members.more')}
        </button>
      )}
      <Problem text={problem || task.problem} />
    </Dialog>
  );
}

function Row({ entry }: { entry: AuditEntry }) {
  const { name } = useNames();
  const { did, reason, until } = readEntry(entry);
  const [actor, target] = [name(entry.actor), name(entry.target)];
  return (
    <li className="member">
      <Avatar id={entry.actor} name={actor} size="small" />
      <div className="member-text">
        <span dir="auto">{t(did, { actor, name: target })}</span>
        {reason && (
          <span className="request-text quiet" dir="auto">
            {reason}
          </span>
        )}
        <span className="quiet invite-facts">
          {entry.at && formatSince(toDate(entry.at))}
          {until && ` · ${t('groups.until', { time: formatBrief(until) })}`}
        </span>
      </div>
    </li>
  );
}
