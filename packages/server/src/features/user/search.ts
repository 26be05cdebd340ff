import { UserService } from '@hubbub/protocol';
import { searchUsers } from '../../store/user-search-store.ts';
import { parseUsername } from '../account/username.ts';
import { readNeedles } from '../needles.ts';
import type { UserOperation } from '../operation.ts';

const pageSize = 20;

/** Among people one knows by any part of a name; nobody can page through the users of an app (find.ts). */
export const search: UserOperation<typeof UserService.method.search> = {
  method: UserService.method.search,
  who: 'user',
  cost: 2,
  idempotency: 'natural',
  async run(call) {
    const { query, limit } = call.args;
    const username = parseUsername(query.trim());
    const users = await call.read(searchUsers, {
      user: call.caller.user,
      needles: readNeedles(query, 1),
      exact: username && { username: username.name, usernameFolded: username.folded },
      limit: limit === 0 ? pageSize : limit,
    });
    return { result: { users: [...users] } };
  },
};
