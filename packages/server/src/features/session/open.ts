// The first frame of a socket. Order matters (docs/sync.md 19): the user's own topic first, then the memberships, then
// their topics, then the reply; so whatever commits in between reaches the socket by one way or the other.
import { OperationError, SessionService, type SessionOpenRequest } from '@hubbub/protocol';
import { readSession } from '../../store/session-store.ts';
import { openedEmissions } from '../account/ended.ts';
import type { MessageNeeds } from '../message/windows.ts';
import type { Call, Login, OpenOperation } from '../operation.ts';
import type { Arriving, Authenticator } from './authenticate.ts';

export interface SessionNeeds extends MessageNeeds {
  readonly authenticator: Authenticator;
  /** The epoch of the database as this process knows it. */
  epoch(): string;
  readonly heartbeatMs: number;
  /** Throws when this login may not open a session; undefined when there is nobody to ask. */
  readonly admit?: ((call: Call<unknown>, who: Who) => Promise<void>) | undefined;
}

/** As far as it is known before a login is there. */
export type Who = Pick<Login, 'app' | 'caller'>;

type Open = OpenOperation<typeof SessionService.method.open>;

export function open(needs: SessionNeeds): Open {
  return {
    method: SessionService.method.open,
    who: 'anyone',
    cost: 1,
    idempotency: 'natural',
    doors: ['socket'],
    async run(call) {
      const { socket } = call;
      if (socket === undefined) throw new OperationError('DOOR');
      const found = await findLogin(call, needs.authenticator);
      call.enterApp(found.app);
      if (needs.admit !== undefined) await needs.admit(call, found);
      // A device that is made by opening is made when nobody has anything against it.
      const { login, ...others } =
        'enter' in found ? await found.enter() : { login: found, ...noOthers };
      socket.logIn(login.app, login.caller);
      // After the socket was bound: a login that ended before is found here, one that ends from now on finds the socket.
      const { joined, showsAll } = await call.read(readSession, { device: login.caller.device });
      socket.subscribe(joined, showsAll);
      const { user, device } = login;
      const { heartbeatMs } = needs;
      const { editMs, recallMs } = needs.windows(login.app);
      const windows = { editSeconds: editMs / 1000, recallSeconds: recallMs / 1000 };
      return {
        result: { user, device, epoch: needs.epoch(), heartbeatMs, ...windows },
        emissions: openedEmissions(login.app, user.id, others),
      };
    },
  };
}

const noOthers = { ended: [], replaced: [] };

/** A token or ticket in the args wins over what came with the upgrade, and a bad one is not made good by it. */
async function findLogin(
  { args, login }: Call<SessionOpenRequest>,
  authenticator: Authenticator,
): Promise<Login | Arriving> {
  const { token, ticket, device } = args;
  if (token === '' && ticket === '') {
    if (login === undefined) throw new OperationError('NOT_LOGGED_IN');
    return login;
  }
  if (token === '') return await authenticator.redeem(ticket);
  const found =
    (await authenticator.authenticate(token)) ?? (await authenticator.arrive(token, device));
  if (found === undefined) throw new OperationError('TOKEN');
  return found;
}
