// A socket that opens while something is committed and not told yet: nobody who was there before misses it.
import { expect, test } from 'bun:test';
import { create } from '@bufbuild/protobuf';
import {
  ChangeSchema,
  codecs,
  conversationId,
  Conversation_Kind as Kind,
  deviceId,
  formatId,
  selfOf,
  userId,
  type AppId,
  type DeviceId,
  type FrameData,
} from '@hubbub/protocol';
import { Hub } from '../../packages/server/src/gateway/hub.ts';
import type { LocalUser, Recipient, Stream } from '../../packages/server/src/gateway/local.ts';
import { Presence } from '../../packages/server/src/gateway/presence.ts';
import { Topics } from '../../packages/server/src/gateway/topics.ts';
import { Turn } from '../../packages/server/src/gateway/turn.ts';
import { systemClock } from '../../packages/server/src/ports/clock.ts';
import type { StreamEmission } from '../../packages/server/src/ports/bus.ts';

const app = 'main' as AppId;
const alice = userId(formatId('usr', 1));
const whisper = conversationId(formatId('cnv', 7));

class Ear implements Recipient {
  readonly codec = codecs.json;
  readonly watching = new Map<Stream, boolean>();
  readonly asking = new Set<string>();
  readonly hasAsked = false;
  readonly heard: string[] = [];
  slow = false;
  user: LocalUser | undefined;
  device: DeviceId | undefined;

  bind(user: LocalUser, device: DeviceId): void {
    this.user = user;
    this.device = device;
  }
  send(frame: FrameData): void {
    this.heard.push(String(frame));
  }
  flush(): void {}
  subscribe(): void {}
  unsubscribe(): void {}
  close(): void {}
}

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
    const ear = new Ear();
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
