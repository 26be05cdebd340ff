// A socket that opens while something is committed and not told yet: nobody who was there before misses it.
import { expect, test } from 'bun:test';
import { create } from '@bufbuild/protobuf';
import {
  ChangeSchema,
  conversationId,
  Conversation_Kind as Kind,
  deviceId,
  formatId,
  selfOf,
  userId,
  type AppId,
} from '@hubbub/protocol';
import { Hub } from '../../packages/server/src/gateway/hub.ts';
import { Presence } from '../../packages/server/src/gateway/presence.ts';
import { Topics } from '../../packages/server/src/gateway/topics.ts';
import { Turn } from '../../packages/server/src/gateway/turn.ts';
import { systemClock } from '../../packages/server/src/ports/clock.ts';
import type { StreamEmission } from '../../packages/server/src/ports/bus.ts';
import { QuietSocket } from '../support/quiet-socket.ts';

const app = 'main' as AppId;
const alice = userId(formatId('usr', 1));
const whisper = conversationId(formatId('cnv', 7));

function emission(
  conversation: StreamEmission['conversation'],
  [base, version]: readonly [number, number],
  joined: StreamEmission['joined'] = [],
): StreamEmission {
  const kind = conversation === whisper ? Kind.WHISPER : Kind.SELF;
  const change = create(ChangeSchema, { conversation, base, version });
  return { type: 'stream', app, conversation, kind, change, audience: [alice], joined, left: [] };
}

test('a device hears of a new whisper what another one of its user has read while it opened', () => {
  const turn = new Turn();
  const topics = new Topics();
  const presence = new Presence({ topics, schedule: () => undefined, clock: systemClock });
  const hub = new Hub({
    topics,
    turn,
    presence,
    elapsed: () => 0,
    mostSocketsPerUser: 9,
    onGap: () => undefined,
    report: (problem) => {
      throw new Error(problem);
    },
  });
  const { routes } = hub;
  presence.attach(routes);
  const enter = (memberships: Parameters<typeof routes.subscribe>[1]) => {
    const ear = new QuietSocket();
    routes.logIn(ear, app, { user: alice, device: deviceId(formatId('dev', 1)) });
    routes.subscribe(ear, memberships);
    return ear;
  };
  const self = { conversation: selfOf(alice), kind: Kind.SELF };
  const first = enter([{ ...self, version: 6 }]);
  hub.receive(
    emission(
      self.conversation,
      [6, 7],
      [{ conversation: whisper, kind: Kind.WHISPER, version: 1 }],
    ),
  );
  turn.flush();
  // Its first message is committed and not told yet; the head that the second socket reads has it.
  const second = enter([
    { ...self, version: 7 },
    { conversation: whisper, kind: Kind.WHISPER, version: 2 },
  ]);
  hub.receive(emission(whisper, [1, 2]));
  turn.flush();
  for (const { heard } of [first, second])
    expect(heard.filter((text) => text.includes(whisper))).toHaveLength(1);
});
