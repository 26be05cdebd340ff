// One emission of every kind, with all its fields set.
import { create } from '@bufbuild/protobuf';
import {
  ChangeSchema,
  conversationId,
  Conversation_Kind as Kind,
  deviceId,
  EventSchema,
  formatId,
  MessageSchema,
  selfOf,
  userId,
  type AppId,
  type ConversationId,
} from '@hubbub/protocol';
import type { Emission, StreamEmission } from '../../../packages/server/src/ports/bus.ts';

export const app = 'main' as AppId;
export const room = conversationId(formatId('cnv', 7));
export const alice = userId(formatId('usr', 1));
export const bob = userId(formatId('usr', 2));

export function said(version: number, conversation: ConversationId = room): StreamEmission {
  return {
    type: 'stream',
    app,
    conversation,
    kind: Kind.ROOM,
    change: create(ChangeSchema, {
      conversation,
      base: version - 1,
      version,
      messages: [
        create(MessageSchema, {
          conversation,
          seq: version,
          version,
          sender: alice,
          clientMsgId: `m${version}`,
          content: { case: 'text', value: `number ${version} ☃` },
        }),
      ],
    }),
    audience: [],
    joined: [],
    left: [],
  };
}

export const revoked: Emission = { type: 'revoke', app, device: deviceId(formatId('dev', 3)) };

const mark = create(EventSchema, {
  event: { case: 'mark', value: { conversation: room, user: alice, read: 4 } },
});

const device = deviceId(formatId('dev', 4));

export const everyKind: readonly Emission[] = [
  { type: 'revoke', app, device, user: bob, why: 'REPLACED' },
  { type: 'revoke', app, device, why: 'PASSWORD_CHANGED' },
  { type: 'parted', app, watcher: alice, user: bob },
  said(1),
  {
    ...said(2, selfOf(alice)),
    kind: Kind.SELF,
    audience: [alice],
    joined: [{ conversation: room, kind: Kind.ROOM, version: 9 }],
    left: [bob],
  },
  { type: 'live', app, to: { watchers: room }, event: mark },
  { type: 'live', app, to: { members: room }, event: mark },
  { type: 'live', app, to: { members: room, except: [bob] }, event: mark },
  { type: 'typing', app, conversation: room, user: alice, stopped: true, to: [bob] },
  { type: 'showing', app, user: bob, showsAll: true },
  { type: 'disabled', app, user: bob },
  { type: 'live', app, to: { user: bob }, event: mark },
  { type: 'live', app, to: { askers: bob }, event: mark },
  revoked,
  { type: 'attention', from: 'one', to: 'two', question: 7, subjects: [`main/${alice}`] },
  {
    type: 'presence',
    node: 'one',
    asks: ['main/x'],
    told: [{ subject: `main/${room}`, whole: true, here: [alice], gone: [bob] }],
    beat: { interests: ['main/y'], digests: [{ subject: 'main/z', count: 3, sum: 4_294_967_295 }] },
    leaving: true,
  },
];

/** Its content, whatever objects hold it. */
export function plain(emission: Emission): unknown {
  const names = ['type', 'app', 'conversation', 'kind', 'change', 'audience', 'joined', 'left'];
  const fields =
    emission.type === 'stream'
      ? Object.fromEntries(names.map((name) => [name, emission[name as keyof StreamEmission]]))
      : emission;
  return JSON.parse(
    JSON.stringify(fields, (key, value: unknown) =>
      key.startsWith('$') ? undefined : typeof value === 'bigint' ? String(value) : value,
    ),
  );
}
