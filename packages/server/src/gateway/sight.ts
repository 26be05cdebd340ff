// Who sees whom of those who are here, as far as a node knows it; the rest was read when a socket asked (presence.ts).
import { create } from '@bufbuild/protobuf';
import { Conversation_Kind as Kind, EventSchema, type Event } from '@hubbub/protocol';
import type { PresenceTarget } from '../dispatch.ts';
import { encodeFor, staleEvent, type Encoded } from './encoded.ts';
import type { LocalUser, Recipient, Stream } from './local.ts';

export const everything: NonNullable<PresenceTarget['sight']> = { isBlind: false, apart: [] };

/** Whether others in the stream may see that the user is here. Of a direct one that was read when they asked. */
export function shows(user: LocalUser, stream: Stream | undefined): boolean {
  return user.showsAll || stream?.kind === Kind.DIRECT;
}

/** It sees who is there, and not all of them. In a direct one it sees the other one, or nobody. */
export function isApart({ user, watching }: Recipient, stream: Stream): boolean {
  if (user === undefined || user.apart.size === 0 || stream.kind === Kind.DIRECT) return false;
  return watching.get(stream) === true;
}

export function sayStale(connection: Recipient): void {
  tellEach([connection], staleEvent());
}

/** Nothing that is volatile goes to those that are slow. */
export function tellEach(connections: Iterable<Recipient>, encoded: Encoded): void {
  for (const connection of connections)
    if (!connection.slow) connection.send(encodeFor(connection.codec, encoded));
}

/** As far as this node knows: the conversations of who is not here are not known to it. */
export function areSharing(one: LocalUser | undefined, other: LocalUser | undefined): boolean {
  if (one === undefined || other === undefined) return false;
  if (one === other) return true;
  // A SELF stream has one user.
  for (const stream of one.streams) if (stream.users.has(other)) return true;
  return false;
}

export function eventOf(event: Event['event']): Encoded {
  return { event: create(EventSchema, { event }) };
}
