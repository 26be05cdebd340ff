// What somebody learns of a conversation that is not theirs, for every operation that takes one: nothing of a direct, a
// group, a whisper or SELF, and of a room no more than that it exists (docs/protocol.md). The answer about what exists and is not theirs is
// letter for letter the answer about what does not exist.
import { afterAll, beforeAll, expect, test } from 'bun:test';
import { formatId, methods, randomKey, selfOf, userId, type OperationName } from '@hubbub/protocol';
import { signUp, type Person } from '../../support/people.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { openWire, type Wire } from './wire.ts';

const kinds = ['DIRECT', 'SELF', 'ROOM', 'GROUP', 'WHISPER'] as const;
type Kind = (typeof kinds)[number];
type Who = 'stranger' | 'ex-member' | 'anonymous';
type Door = 'socket' | 'HTTP';

const somebody = formatId('usr', randomKey());

/** What each operation needs besides the conversation. One that is missing here fails the test. */
const others: Partial<Record<OperationName, object>> = {
  'conversation.get': {},
  'conversation.join': {},
  'conversation.leave': {},
  'conversation.delete': {},
  'conversation.members': {},
  'conversation.update': { title: 'mine now' },
  'conversation.add': { users: [somebody] },
  'conversation.remove': { user: somebody },
  'conversation.setRole': { user: somebody, role: 'ADMIN' },
  'conversation.transfer': { user: somebody },
  'conversation.whisper': { users: [somebody] },
  'conversation.setRights': { rights: { post: 'ADMIN' } },
  'conversation.announce': { text: 'mine now' },
  'conversation.mute': { user: somebody, seconds: 60 },
  'conversation.ban': { user: somebody, seconds: 60 },
  'conversation.unban': { user: somebody },
  'conversation.bans': {},
  'conversation.audit': {},
  'report.create': { reason: 'SPAM' },
  'invite.create': {},
  'invite.list': {},
  'invite.revoke': { invite: formatId('inv', randomKey()) },
  'invite.requests': {},
  'invite.decide': { user: somebody, approve: true },
  'message.send': { clientMsgId: 'c1', text: 'let me in' },
  'message.history': {},
  'message.get': { seqs: [1] },
  'message.search': { query: 'secret' },
  'message.edit': { seq: 1, text: 'mine now', clientKey: 'k' },
  'message.edits': { seq: 1 },
  'message.recall': { seq: 1 },
  'message.hide': { seq: 1 },
  'message.forward': { seqs: [1], to: [formatId('cnv', randomKey())], clientKey: 'k' },
  'message.vote': { seq: 1, options: [0] },
  'message.closePoll': { seq: 1 },
  'message.delete': { seqs: [1] },
  'message.react': { seq: 1, emoji: '👍', on: true },
  'message.reactions': { seq: 1, emoji: '👍' },
  'message.pin': { seq: 1 },
  'message.unpin': { seq: 1 },
  'message.pins': {},
  'conversation.clear': {},
  'conversation.configure': {},
  'conversation.draft': {},
  'mark.set': { read: 1 },
  'mark.list': {},
  'mark.readers': { seq: 1 },
  'presence.typing': {},
  'presence.subscribe': {},
  'presence.unsubscribe': {},
};
/** Rooms may be found and entered by all; who has left one may leave it again. */
const openInRooms: readonly string[] = ['conversation.get', 'conversation.join', 'report.create'];
const taking = Object.entries(methods)
  .map(([op]) => op as OperationName)
  .filter((op) => fieldOf(op) !== undefined);
const socketOnly: readonly string[] = ['presence.subscribe', 'presence.unsubscribe'];

let server: TestServer | undefined;
let cast: Awaited<ReturnType<typeof makeCast>>;
beforeAll(async () => {
  server = await startServer();
  cast = await makeCast(server);
});
afterAll(async () => await server?.stop());

test('every operation that takes a conversation stands in the table', () => {
  expect(taking.toSorted()).toEqual(Object.keys(others).toSorted() as OperationName[]);
});

for (const op of taking)
  for (const kind of kinds)
    for (const who of ['stranger', 'ex-member', 'anonymous'] as const) {
      // Nobody leaves a direct conversation or themselves, and who leaves a room was in none of its whispers here.
      if (who === 'ex-member' && kind !== 'ROOM' && kind !== 'GROUP') continue;
      test(`${op} in a ${kind} by ${who}`, async () => {
        for (const door of doorsOf(op)) {
          const about = await cast.ask({ door, who, op, conversation: cast.places[kind] });
          expect({ door, ...outcomeOf(about) }).toEqual({ door, ...expected({ op, kind, who }) });
          if (kind === 'ROOM' && who !== 'anonymous') continue;
          if (op === 'conversation.leave' && who === 'ex-member') continue;
          const nowhere = formatId('cnv', randomKey());
          const nothing = await cast.ask({ door, who, op, conversation: nowhere });
          expect({ door, about }).toEqual({ door, about: nothing });
        }
      });
    }

test('a pull tells of what is not ours, whatever it is, what it tells of nothing', async () => {
  for (const door of ['socket', 'HTTP'] as const)
    for (const who of ['stranger', 'ex-member'] as const)
      for (const version of [0, 1, 1_000]) {
        const conversation = formatId('cnv', randomKey());
        const nothing = await cast.pull({ door, who, conversation, version });
        for (const kind of kinds) {
          const place = cast.places[kind];
          const answer = await cast.pull({ door, who, conversation: place, version });
          // Who has left hears so; nobody else hears more of a room or group than of nothing.
          const hasLeft = who === 'ex-member' && (kind === 'ROOM' || kind === 'GROUP');
          if (!hasLeft) expect({ kind, answer }).toEqual({ kind, answer: nothing });
          expect(JSON.stringify(answer)).not.toMatch(/secret|"head"|"messages"/);
        }
      }
});

/** The field that names the conversation. */
function fieldOf(op: OperationName): string | undefined {
  const { field } = methods[op].input;
  return ['conversation', 'room'].find((name) => field[name]?.fieldKind === 'scalar');
}

interface Cell {
  readonly op: OperationName;
  readonly kind: Kind;
  readonly who: Who;
}

function expected({ op, kind, who }: Cell): object {
  if (who === 'anonymous') return { code: 'UNAUTHENTICATED', reason: 'NOT_LOGGED_IN' };
  // Forgets what was asked for, whatever it was, and reads nothing.
  if (op === 'presence.unsubscribe') return { ok: true };
  const isDone = op === 'conversation.leave' && who === 'ex-member';
  if (isDone) return { ok: true };
  if (kind !== 'ROOM') return { code: 'NOT_FOUND', reason: 'UNKNOWN' };
  if (openInRooms.includes(op)) return { ok: true };
  return { code: 'FORBIDDEN', reason: 'NOT_A_MEMBER' };
}

function outcomeOf(answer: object): object {
  if ('code' in answer && 'reason' in answer) return { code: answer.code, reason: answer.reason };
  return { ok: true };
}

function doorsOf(op: OperationName): readonly Door[] {
  return socketOnly.includes(op) ? ['socket'] : ['socket', 'HTTP'];
}

interface Question {
  readonly door: Door;
  readonly who: Who;
  readonly op: OperationName;
  readonly conversation: string;
}

async function makeCast({ url, socketUrl }: TestServer) {
  const [alice, bob] = [await signUp(url, 'alice'), await signUp(url, 'bob')];
  const wires: Wire[] = [];
  const enter = async (name: string): Promise<{ person: Person; wire: Wire }> => {
    const person = await signUp(url, name);
    return { person, wire: await openWire({ url, socketUrl, token: person.token }) };
  };
  const owner = await openWire({ url, socketUrl, token: alice.token });
  const other = await openWire({ url, socketUrl, token: bob.token });
  const made = async (op: OperationName, args: object) =>
    ((await owner.ask('socket', op, args)) as { conversation: { id: string } }).conversation.id;
  const room = await made('conversation.create', { kind: 'ROOM', title: 'secret room' });
  await other.ask('socket', 'conversation.join', { conversation: room });
  const users = [bob.user.id];
  const places: Readonly<Record<Kind, string>> = {
    DIRECT: await made('conversation.direct', { user: bob.user.id }),
    SELF: selfOf(userId(alice.user.id)),
    ROOM: room,
    GROUP: await made('conversation.create', { kind: 'GROUP', title: 'secret group', users }),
    WHISPER: await made('conversation.whisper', { room, users }),
  };
  for (const conversation of [places.DIRECT, places.ROOM, places.GROUP, places.WHISPER])
    await owner.ask('socket', 'message.send', { conversation, clientMsgId: 'a', text: 'a secret' });
  const anonymous = await openWire({ url, socketUrl, token: undefined });
  wires.push(owner, other, anonymous);
  let count = 0;
  /** Somebody new each time: an answer may have let the last one in. */
  const someone = async (who: Who): Promise<Wire> => {
    if (who === 'anonymous') return anonymous;
    const { wire, person } = await enter(`${who}${++count}`);
    if (who === 'ex-member') {
      await wire.ask('socket', 'conversation.join', { conversation: places.ROOM });
      await wire.ask('socket', 'conversation.leave', { conversation: places.ROOM });
      const users = [person.user.id];
      await owner.ask('socket', 'conversation.add', { conversation: places.GROUP, users });
      await wire.ask('socket', 'conversation.leave', { conversation: places.GROUP });
    }
    wires.push(wire);
    return wire;
  };
  const shared = { stranger: await someone('stranger'), 'ex-member': await someone('ex-member') };
  const asker = async (op: string, who: Who): Promise<Wire> =>
    op === 'conversation.join' || who === 'anonymous' ? await someone(who) : shared[who];
  return {
    places,
    async ask({ door, who, op, conversation }: Question): Promise<object> {
      const wire = await asker(op, who);
      return await wire.ask(door, op, { [fieldOf(op) ?? '']: conversation, ...others[op] });
    },
    async pull({ door, who, conversation, version }: Omit<Question, 'op'> & { version: number }) {
      const known = [{ conversation, version }];
      const answer = await (
        await asker('sync.pull', who)
      ).ask(door, 'sync.pull', {
        known,
        only: [conversation],
      });
      return JSON.parse(JSON.stringify(answer).replaceAll(conversation, 'it')) as object;
    },
  };
}
