// What the event log keeps of a write, written in the write's own transaction. Most of it is what the write tells the
// streams anyway, so writes know nothing of the log; those whose Changes do not say it name their events (Write.events). An app
// without a log runs the write itself and pays nothing.
import { create, toBinary, type MessageInitShape } from '@bufbuild/protobuf';
import { timestampFromMs } from '@bufbuild/protobuf/wkt';
import {
  Conversation_Kind as Kind,
  LogEvent_Kind as Event,
  LogEventSchema,
  parseId,
  type Conversation,
  type Member,
} from '@hubbub/protocol';
import { appendEvent } from './log-store.ts';
import type { NewEvent, Steps, Transaction, Write } from './statement.ts';
import type { Joined, StreamChange } from './stream.ts';

type Entry = MessageInitShape<typeof LogEventSchema> & {
  readonly kind: Event;
  readonly version: number;
};

/** The write, with its events. */
export function logged<A, R>(write: Write<A, R>): Write<A, R> {
  return {
    name: write.name,
    locks: (args) => write.locks(args),
    failed: (error) => write.failed?.(error),
    *run(tx, args) {
      const result = yield* write.run(tx, args);
      const streams = streamsOf(result);
      const entries = streams.flatMap(eventsOf(streams)).toSorted(inOrder);
      for (const entry of entries) yield* append(tx, entry);
      for (const event of write.events?.(args, result) ?? [])
        yield* append(tx, { version: 0, ...event });
      return result;
    },
  };
}

/** Of one version: what was made, who came, what was said, who went, what ended. */
const order: readonly Event[] = [
  Event.CONVERSATION_CREATED,
  Event.MEMBER_JOINED,
  Event.MESSAGE_SENT,
  Event.MEMBER_LEFT,
  Event.CONVERSATION_DELETED,
];

function inOrder(a: Entry, b: Entry): number {
  return order.indexOf(a.kind) - order.indexOf(b.kind);
}

function streamsOf(result: unknown): readonly StreamChange[] {
  const { streams } = (result ?? {}) as { streams?: readonly StreamChange[] };
  return streams ?? [];
}

function eventsOf(all: readonly StreamChange[]) {
  return ({ conversation, kind, change, audience, joined, amends }: StreamChange): Entry[] => {
    // A user's own stream says of what the user became a member.
    if (kind === Kind.SELF)
      return joined.flatMap((one) => joinedEvents(one, { user: audience[0] ?? '', all }));
    const { version = 0, head, messages, members } = change;
    // What happens to a message later is not logged, unless its write names it.
    const said = (amends === true ? [] : messages).map((message): Entry => ({
      kind: Event.MESSAGE_SENT,
      conversation,
      user: message.sender,
      message,
      version: message.version ?? 0,
    }));
    const gone = members
      .filter(({ left }) => left !== 0)
      .map((member): Entry => ({
        kind: Event.MEMBER_LEFT,
        conversation,
        user: member.user,
        member,
        version: member.version ?? 0,
      }));
    const ended: Entry[] =
      head?.deleted === true ? [{ kind: Event.CONVERSATION_DELETED, conversation, version }] : [];
    return [...said, ...gone, ...ended];
  };
}

interface Joining {
  readonly user: string;
  readonly all: readonly StreamChange[];
}

function joinedEvents({ conversation, kind }: Joined, { user, all }: Joining): Entry[] {
  const own = all.find((stream) => stream.conversation === conversation)?.change;
  const member = own?.members.find((one) => one.user === user);
  const came: Entry = {
    kind: Event.MEMBER_JOINED,
    conversation,
    user,
    version: member?.version ?? 1,
    ...(member && { member }),
  };
  const isNew = own === undefined || own.base === 0;
  // A new group has several members: the first is who made it.
  const isMaker = member === undefined || member === own?.members[0];
  if (!isNew || !isMaker) return [came];
  return [madeEvent(conversation, { kind, user, head: own?.head, member }), came];
}

interface Made {
  readonly kind: Kind;
  readonly user: string;
  readonly head: Conversation | undefined;
  readonly member: Member | undefined;
}

function madeEvent(conversation: string, { kind, user, head }: Made): Entry {
  const created = head ?? { id: conversation, kind };
  return { kind: Event.CONVERSATION_CREATED, conversation, user, created, version: 0 };
}

type Versioned = Entry | (NewEvent & { readonly version: number });

function* append(tx: Transaction, { version, ...entry }: Versioned): Steps<void> {
  const event = create(LogEventSchema, { ...entry, at: timestampFromMs(tx.now) });
  yield* appendEvent({
    kind: event.kind,
    conversation: event.conversation === '' ? 0 : (parseId('cnv', event.conversation) ?? 0),
    version,
    now: tx.now,
    event: toBinary(LogEventSchema, event),
  });
}
