// Our own wire protocol, asked in both codecs: args made from the proto, good and broken in every way that it has a word for,
// and a story of calls that do something. JSON and protobuf have to be answered alike, and as docs/protocol.md says. Args
// and answers are written and read by protobuf's own library.
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test';
import { signUp } from '../../support/people.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { casesOf, names, type WireCase } from './case.ts';
import { Plain } from './plain.ts';
import { openSide, type Answer, type Side } from './side.ts';
import { story } from './story.ts';
import { ask, tellStory } from './teller.ts';

setDefaultTimeout(60_000);

const codecs = ['json', 'proto'] as const;

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

let entered = 0;

/** Somebody whom nobody knows yet, logged in. */
async function enter(codec: Side['codec'], name: string): Promise<Side> {
  const { token } = await signUp(server.url, `${codec}-${name}${++entered}`, { displayName: name });
  const side = await openSide(server.socketUrl, codec);
  await ask(side, 'session.open', { token });
  return side;
}

describe('args made from the proto', () => {
  const cases = names.flatMap(casesOf);
  test(`${cases.length} cases, answered alike in both codecs`, async () => {
    expect(cases.length).toBeGreaterThanOrEqual(250);
    const [json, proto] = await Promise.all(codecs.map((codec) => askAll(codec, cases)));
    const problems = cases.flatMap((one, i) => {
      const answers = [json?.[i], proto?.[i]].map((text) => text ?? '');
      const problem = problemOf(one, answers, json?.[cases.findIndex(({ op }) => op === one.op)]);
      return problem === undefined ? [] : [`${one.name}: ${problem}`];
    });
    expect(problems).toEqual([]);
  });
});

/** @param good what the operation answers to args as they should be */
function problemOf(
  { refused }: WireCase,
  [json = '', proto = '']: readonly string[],
  good: string | undefined,
): string | undefined {
  if (json !== proto) return `${json} in JSON, ${proto} in protobuf`;
  if (/"(BUG|MALFORMED)"/.test(json)) return json;
  // Refused before anybody has looked at the args.
  const isClosedDoor = json.includes('"DOOR"') && json === good;
  if (refused === undefined || isClosedDoor) return undefined;
  return json.includes(`"reason":"${refused}"`) ? undefined : `${json}, not ${refused}`;
}

async function askAll(
  codec: Side['codec'],
  cases: readonly WireCase[],
): Promise<readonly string[]> {
  const plain = new Plain();
  const answers: string[] = [];
  let side = await enter(codec, 'alice');
  for (const one of cases) {
    const answer = await (one.op === 'session.open' ? askAtTheDoor(codec, one) : side.ask(one));
    answers.push(plain.of(answer));
    // What ends the login ends the socket.
    const isOver = /^account\.(logOut|delete): as/.test(one.name) || 'closed' in answer;
    if (isOver) side = await enter(codec, 'alice');
  }
  side.close();
  return answers;
}

/** On a socket of its own, which is not logged in yet. */
async function askAtTheDoor(codec: Side['codec'], one: WireCase): Promise<Answer> {
  const side = await openSide(server.socketUrl, codec);
  try {
    return await side.ask(one);
  } finally {
    side.close();
  }
}

test('a story is answered alike in both codecs', async () => {
  const [json, proto] = await Promise.all(codecs.map(tell));
  expect(proto).toEqual(json ?? []);
  // It did something: few of its scenes are refused.
  expect(json?.filter((line) => line.includes('"ok"')).length).toBeGreaterThan(story.length * 0.7);
});

async function tell(codec: Side['codec']): Promise<readonly string[]> {
  const people = { alice: await enter(codec, 'alice'), bob: await enter(codec, 'bob') };
  const plain = new Plain();
  const lines: string[] = [];
  await tellStory(story, people, ({ by, op }, answer) =>
    lines.push(`${by} ${op}: ${plain.of(answer)}`),
  );
  for (const side of Object.values(people)) side.close();
  return lines;
}
