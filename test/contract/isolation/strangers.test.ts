// What somebody learns of a conversation that is not theirs, for every operation that takes one: nothing of a direct or
// SELF, and of a room no more than that it exists (docs/protocol.md). The answer about what exists and is not theirs is
// letter for letter the answer about what does not exist.
import { afterAll, beforeAll, expect, test } from 'bun:test';
import { formatId, methods, randomKey, selfOf, userId, type OperationName } from '@hubbub/protocol';
import { signUp, type Person } from '../../support/people.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { openWire, type Wire } from './wire.ts';

type Kind = 'DIRECT' | 'SELF' | 'ROOM';
type Who = 'stranger' | 'ex-member' | 'anonymous';
type Door = 'socket' | 'HTTP';

/** What each operation needs besides the conversation. One that is missing here fails the test. */
const others: Partial<Record<OperationName, object>> = {
  'conversation.get': {},
  'conversation.join': {},
  'conversation.leave': {},
  'conversation.delete': {},
  'conversation.members': {},
  'conversation.update': { title: 'mine now' },
  'message.send': { clientMsgId: 'c1', text: 'let me in' },
  'message.history': {},
  'message.get': { seqs: [1] },
  'mark.set': { read: 1 },
  'presence.subscribe': {},
  'presence.unsubscribe': {},
};
/** Rooms may be found and entered by all; who has left one may leave it again. */
const openInRooms: readonly string[] = ['conversation.get', 'conversation.join'];
const taking = Object.entries(methods)
  .filter(([, { input }]) => input.field['conversation']?.fieldKind === 'scalar')
  .map(([op]) => op as OperationName);
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
  for (const kind of ['DIRECT', 'SELF', 'ROOM'] as const)
    for (const who of ['stranger', 'ex-member', 'anonymous'] as const) {
      // Nobody leaves a direct conversation or themselves.
      if (who === 'ex-member' && kind !== 'ROOM') continue;
      test(`${op} in a ${kind} by ${who}`, async () => {
        for (const door of doorsOf(op)) {
          const about = await cast.ask({ door, who, op, conversation: cast.places[kind] });
          expect({ door, ...outcomeOf(about) }).toEqual({ door, ...expected({ op, kind, who }) });
          if (kind === 'ROOM' && who !== 'anonymous') continue;
          const nowhere = formatId('cnv', randomKey());
          const nothing = await cast.ask({ door, who, op, conversation: nowhere });
          expect({ door, about }).toEqual({ door, about: nothing });
        }
      });
    }

test('a pull tells of a direct, a SELF and a room that are not ours what it tells of nothing', async () => {
  for (const door of ['socket', 'HTTP'] as const)
    for (const who of ['stranger', 'ex-member'] as const)
      for (const version of [0, 1, 1_000]) {
        const answers = [];
        for (const conversation of [...Object.values(cast.places), formatId('cnv', randomKey())])
          answers.push(await cast.pull({ door, who, conversation, version }));
        const [direct, self, room, nothing] = answers;
        expect(direct).toEqual(nothing);
        expect(self).toEqual(nothing);
        // Who has left hears so; nobody else hears more of a room than of nothing.
        if (who === 'stranger') expect(room).toEqual(nothing);
        expect(JSON.stringify(answers)).not.toMatch(/secret|"head"|"messages"/);
      }
});

interface Cell {
  readonly op: OperationName;
  readonly kind: Kind;
  readonly who: Who;
}

function expected({ op, kind, who }: Cell): object {
  if (who === 'anonymous') return { code: 'UNAUTHENTICATED', reason: 'NOT_LOGGED_IN' };
  // Forgets what was asked for, whatever it was, and reads nothing.
  if (op === 'presence.unsubscribe') return { ok: true };
  if (kind !== 'ROOM') return { code: 'NOT_FOUND', reason: 'UNKNOWN' };
  if (openInRooms.includes(op)) return { ok: true };
  if (op === 'conversation.leave' && who === 'ex-member') return { ok: true };
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
  const made = async (op: OperationName, args: object) =>
    ((await owner.ask('socket', op, args)) as { conversation: { id: string } }).conversation.id;
  const places = {
    DIRECT: await made('conversation.direct', { user: bob.user.id }),
    SELF: selfOf(userId(alice.user.id)) as string,
    ROOM: await made('conversation.create', { kind: 'ROOM', title: 'secret room' }),
  };
  for (const conversation of [places.DIRECT, places.ROOM])
    await owner.ask('socket', 'message.send', { conversation, clientMsgId: 'a', text: 'a secret' });
  const anonymous = await openWire({ url, socketUrl, token: undefined });
  wires.push(owner, anonymous);
  let count = 0;
  /** Somebody new each time: an answer may have let the last one in. */
  const someone = async (who: Who): Promise<Wire> => {
    if (who === 'anonymous') return anonymous;
    const { wire } = await enter(`${who}${++count}`);
    if (who === 'ex-member') {
      await wire.ask('socket', 'conversation.join', { conversation: places.ROOM });
      await wire.ask('socket', 'conversation.leave', { conversation: places.ROOM });
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
      return await wire.ask(door, op, { conversation, ...others[op] });
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
