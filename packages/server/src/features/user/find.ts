import { UserService } from '@hubbub/protocol';
import { findUser } from '../../store/user-store.ts';
import { parseUsername } from '../account/username.ts';
import type { UserOperation } from '../operation.ts';

/** Exact on purpose: whoever knows a name finds its user, and nobody can page through the users of an app. */
export const find: UserOperation<typeof UserService.method.find> = {
  method: UserService.method.find,
  who: 'user',
  cost: 1,
  idempotency: 'natural',
  async run(call) {
    const username = parseUsername(call.args.username);
    if (username === undefined) return { result: { users: [] } };
    const { name, folded: usernameFolded } = username;
    const user = await call.read(findUser, { username: name, usernameFolded });
    return { result: { users: user ? [user] : [] } };
  },
};
