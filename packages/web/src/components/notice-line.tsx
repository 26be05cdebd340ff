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
  [Notice_Kind.ANNOUNCED]: 'notice.announced',
  [Notice_Kind.PICTURE]: 'notice.picture',
  [Notice_Kind.ABOUT]: 'notice.about',
  [Notice_Kind.JOINED]: 'notice.joinedByLink',
};

interface NoticeLineProps {
  readonly notice: Notice;
  readonly isGroup: boolean;
}

export function NoticeLine({ notice, isGroup }: NoticeLineProps) {
  const { name } = useNames();
  const me = useMe();
  const names = notice.users.map((user) => (user === me.id ? t('user.you') : name(user)));
  const more = notice.count - names.length;
  const who = more > 0 ? names.join(', ') : listOf(names);
  const values = { name: name(notice.actor), names: who, title: notice.text, count: more };
  const key = keyOf(notice, isGroup);
  // A kind of a newer server: there is nothing to say about it.
  return key ? <p className="aside">{t(key, values)}</p> : null;
}

const posting: Partial<Record<Member_Role, StringKey>> = {
  [Member_Role.MEMBER]: 'notice.everybody',
  [Member_Role.ADMIN]: 'notice.onlyStaff',
  [Member_Role.OWNER]: 'notice.onlyOwner',
};

function keyOf({ kind, role, count }: Notice, isGroup: boolean): StringKey | undefined {
  if (kind === Notice_Kind.RIGHTS) return posting[role] ?? 'notice.rights';
  if (kind === Notice_Kind.ADDED && count > 0) return 'notice.addedMany';
  if (kind === Notice_Kind.ROLE)
    return role === Member_Role.ADMIN ? 'notice.madeAdmin' : 'notice.madeMember';
  return kind === Notice_Kind.RENAMED && isGroup ? 'notice.renamedGroup' : keys[kind];
}
