import { Member_Role, Notice_Kind, type Notice } from '@hubbub/protocol';
import { useNames } from '../state/use-client-state.ts';
import { useMe } from '../state/use-session.ts';
import { t, type StringKey } from '../strings.ts';

const keys: Partial<Record<Notice_Kind, StringKey>> = {
  [Notice_Kind.RENAMED]: 'notice.renamed',
  [Notice_Kind.CREATED]: 'notice.created',
  [Notice_Kind.ADDED]: 'notice.added',
  [Notice_Kind.REMOVED]: 'notice.removed',
  [Notice_Kind.LEFT]: 'notice.left',
  [Notice_Kind.TRANSFERRED]: 'notice.transferred',
};

export function NoticeLine({ notice }: { notice: Notice }) {
  const { name } = useNames();
  const me = useMe();
  const names = notice.users
    .map((user) => (user === me.id ? t('message.you') : name(user)))
    .join(', ');
  const values = { name: name(notice.actor), names, title: notice.text };
  const isAdmin = notice.role === Member_Role.ADMIN;
  const role = isAdmin ? 'notice.madeAdmin' : 'notice.madeMember';
  const key = notice.kind === Notice_Kind.ROLE ? role : keys[notice.kind];
  // A kind of a newer server: there is nothing to say about it.
  return key ? <p className="aside">{t(key, values)}</p> : null;
}
