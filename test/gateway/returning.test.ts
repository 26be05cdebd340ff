// Ten thousand people who return at once do not storm: what one return costs all others together is bounded, however many
// they are. The gateway's own parts, with sockets that count what they are sent.
import { expect, test } from 'bun:test';
import {
  conversationId,
  Conversation_Kind as Kind,
  deviceId,
  formatId,
  userId,
  type AppId,
  type FrameData,
} from '@hubbub/protocol';
import { Hub } from '../../packages/server/src/gateway/hub.ts';
import { Presence } from '../../packages/server/src/gateway/presence.ts';
import { Topics } from '../../packages/server/src/gateway/topics.ts';
import { Turn } from '../../packages/server/src/gateway/turn.ts';
import { QuietSocket } from '../support/quiet-socket.ts';

const app = 'main' as AppId;
const room = conversationId(formatId('cnv', 7));

class Counter extends QuietSocket {
  constructor(readonly wire: Wire) {
    super();
  }

  override send(frame: FrameData): void {
    this.wire.bytes += frame.length;
  }
  override subscribe(topic: string): void {
    const at = this.wire.topics.get(topic) ?? new Set();
    this.wire.topics.set(topic, at.add(this));
  }
  override unsubscribe(topic: string): void {
    this.wire.topics.get(topic)?.delete(this);
  }
}

class Wire {
  bytes = 0;
  readonly topics = new Map<string, Set<Counter>>();
}

/** Everybody comes within `seconds`, `turns` times some together, and looks at the one room. @returns bytes for each */
function comeBack(people: number, { seconds = 10, turns = 1000 } = {}) {
  const wire = new Wire();
  let ms = 0;
  const due: (() => void)[] = [];
  const topics = new Topics();
  topics.attach({
    subscriberCount: (topic) => wire.topics.get(topic)?.size ?? 0,
    publish: (topic, data) => (wire.bytes += data.length * (wire.topics.get(topic)?.size ?? 0)),
  });
  const turn = new Turn();
  const clock = {
    now: () => ms,
    elapsed: () => ms,
    after: (wait: number, task: () => void) => {
      const at = ms + wait;
      due.push(() => (ms >= at ? task() : due.push(() => task())));
      return () => undefined;
    },
  };
  const presence = new Presence({ topics, schedule: () => undefined, clock });
  const { routes } = new Hub({
    topics,
    turn,
    elapsed: () => ms,
    presence,
    mostSocketsPerUser: 1,
    onGap: () => undefined,
    report: (problem) => {
      throw new Error(problem);
    },
  });
  presence.attach(routes);
  let answered = 0;
  const atOnce = Math.ceil(people / turns);
  for (let came = 0; came < people; came += atOnce) {
    for (let i = came; i < Math.min(came + atOnce, people); i += 1) {
      const socket = new Counter(wire);
      const user = userId(formatId('usr', i + 1));
      routes.logIn(socket, app, { user, device: deviceId(formatId('dev', i + 1)) });
      routes.subscribe(socket, [{ conversation: room, kind: Kind.ROOM, version: 1 }]);
      const { present } = presence.watch(socket, { conversation: room });
      answered += JSON.stringify(present).length;
    }
    presence.flush();
    ms += (seconds * 1000) / (people / atOnce);
    for (const task of due.splice(0)) task();
  }
  return { told: wire.bytes / people, answered: answered / people };
}

test('bytes of a return are bounded, however many return', () => {
  const figures = [100, 200, 1_000, 10_000].map((people) => ({ people, ...comeBack(people) }));
  if (process.env['HUBBUB_SHOW']) console.log(figures);
  for (const { told, answered } of figures) {
    // Two hundred who are told of one, at most, and of a count once a second.
    expect(told).toBeLessThan(40_000);
    expect(answered).toBeLessThan(8_000);
  }
  const [, , some, many] = figures;
  expect(many!.told).toBeLessThan(some!.told * 1.5);
});
