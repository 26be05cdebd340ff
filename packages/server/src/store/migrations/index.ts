// All migrations, oldest first. A released one never changes; a new one is a new line.
import { seen } from './0019-seen.ts';
import { status } from './0020-status.ts';
import { lists } from './0021-lists.ts';
import { core } from './0001-core.ts';
import { groups } from './0002-groups.ts';
import { apps } from './0003-apps.ts';
import { moments } from './0004-moments.ts';
import { games } from './0005-games.ts';
import { accounts } from './0006-accounts.ts';
import { messages } from './0007-messages.ts';
import { operators } from './0008-operators.ts';
import { attachments } from './0011-attachments.ts';
import { search } from './0009-search.ts';
import { invites } from './0010-invites.ts';
import { bans } from './0012-bans.ts';
import { reports } from './0013-reports.ts';
import { bansOfUsers } from './0014-bans-of-users.ts';
import { sharing } from './0015-sharing.ts';
import { devicePolicy } from './0016-device-policy.ts';
import { push } from './0017-push.ts';
import { uploads } from './0018-uploads.ts';
import type { Migration } from './migration.ts';

const first: readonly Migration[] = [
  core,
  groups,
  apps,
  moments,
  games,
  accounts,
  messages,
  operators,
  search,
  invites,
  attachments,
  bans,
  reports,
  bansOfUsers,
  sharing,
  devicePolicy,
  push,
  uploads,
];

export const migrations: readonly Migration[] = [...first, seen, status, lists];
