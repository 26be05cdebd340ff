// What a socket is put on when it opens its session, and whether its login is still live: one statement, because everybody who
// comes in asks it, and all of it has to be as of one moment after the socket was bound (docs/adr/0060).
import {
  formatId,
  OperationError,
  type Conversation_Kind,
  type ConversationId,
  type DeviceId,
} from '@hubbub/protocol';
import { showsAll } from '../rules/sharing.ts';
import { deviceKey } from './device-store.ts';
import type { Head } from './head.ts';
import { endOfLogin, liveDevicesOf } from './login-store.ts';
import { all, statement, type Read } from './statement.ts';

type Brief = Pick<Head, 'id' | 'kind' | 'version'>;

type SessionRow = { readonly presence: number } & {
  readonly [K in keyof Brief]: Brief[K] | null;
};

const selectSession = statement<{ device: number; now: number }, SessionRow>((db, p) =>
  liveDevicesOf(db, p.now)
    .leftJoin('member as m', (join) =>
      join
        .onRef('m.app', '=', 'device.app')
        .onRef('m.user', '=', 'device.user')
        .on('m.left_version', '=', 0),
    )
    .leftJoin('conversation as c', (join) =>
      join
        .onRef('c.app', '=', 'm.app')
        .onRef('c.id', '=', 'm.conversation')
        .on('c.deleted', '=', 0),
    )
    .where('device.app', '=', p.app)
    .where('device.id', '=', p.device)
    .where('device.token_hash', 'is not', null)
    .select(['user.presence', 'c.id', 'c.kind', 'c.version'])
    // In one order, whatever the database finds first.
    .orderBy('m.conversation'),
);

interface Session {
  /** All of the user's conversations, its SELF included. */
  readonly joined: readonly {
    readonly conversation: ConversationId;
    readonly kind: Conversation_Kind;
    readonly version: number;
  }[];
  /** All may see that the user is here, in conversations of many too. */
  readonly showsAll: boolean;
}

/** Throws why, unless the device's login is live. */
export const readSession: Read<{ device: DeviceId }, Session> = {
  name: 'session.read',
  *run(tx, args) {
    const device = deviceKey(args.device);
    const rows = yield* all(selectSession, { device, now: tx.now });
    const [row] = rows;
    if (row === undefined) throw new OperationError(yield* endOfLogin({ app: tx.app, device }));
    return { joined: rows.filter(isPresent).map(toMembership), showsAll: showsAll(row.presence) };
  },
};

/** A user is always in its SELF; a conversation that was deleted has no columns, and its membership is a row all the same. */
function isPresent(row: SessionRow): row is SessionRow & Brief {
  return row.id !== null;
}

function toMembership({ id, kind, version }: Brief): Session['joined'][number] {
  return { conversation: formatId('cnv', id), kind, version };
}
