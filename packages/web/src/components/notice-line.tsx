import { Member_Role, Notice_Kind, type Notice } from '@hubbub/protocol';
import { useNames } from '../state/use-client-state.ts';
import { useMe } from '../state/use-session.ts';
import { listOf } from '../format/list.ts';
import { t, type StringKey } from '../strings.ts';

const keys: Partial<Record<Notice_Kind, StringKey>> = {
  [Notice_Kind.RENAMED]: 'notice.renamed',
  [Notice_Kind.CREATED]: 'notice.created',
  [Notice_Kind.ADDED]: 'notice.added',
  [Notice_Kind.REMOVED]: 'notice.removed',
  [Notice_Kind.LEFT]: 'notice.left',
  [Notice_Kind.TRANSFERRED]: 'notice.transferred',
  [Notice_Kind.PINNED]: 'notice.pinned',
};

interface NoticeLineProps {
  readonly notice: Notice;
  readonly isGroup: boolean;
}

export function NoticeLine({ notice, isGroup }: NoticeLineProps) {
  const { name } = useNames();
  const me = useMe();
  const names = notice.users.map((user) => (user === me.id ? t('user.you') : name(user)));
  const values = { name: name(notice.actor), names: listOf(names), title: notice.text };
  const key = keyOf(notice, isGroup);
  // A kind of a newer server: there is nothing to say about it.
  return key ? <p className="aside">{t(key, values)}</p> : null;
}

function keyOf({ kind, role }: Notice, isGroup: boolean): StringKey | undefined {
  if (kind === Notice_Kind.ROLE)
    return role === Member_Role.ADMIN ? 'notice.madeAdmin' : 'notice.madeMember';
  return kind === Notice_Kind.RENAMED && isGroup ? 'notice.renamedGroup' : keys[kind];
}
