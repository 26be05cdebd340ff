// RFC 6455 on raw sockets against the running server, every case with the bytes that are sent and what must come back; then
// the same cases against the library ws, whole and broken on purpose.
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test';
import { spawnServer, type ServerProcess } from '../../support/server.ts';
import { codecCases, frameCases } from './cases.ts';
import { startControl, type Fault } from './control.ts';
import { deviating } from './deviations.ts';
import { handshakes } from './handshake.ts';
import { runAll, runFrames, runHandshake } from './run.ts';

setDefaultTimeout(60_000);

const cases = [...frameCases, ...codecCases];
const textCases = frameCases.filter(({ codec }) => codec === undefined);

let server: ServerProcess;
beforeAll(async () => {
  server = await spawnServer({ loginMs: 60_000 });
});
afterAll(() => server.stop());

test('each case has a name of its own, and there are at least 300', () => {
  const names = [...cases, ...handshakes].map(({ name }) => name);
  expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
  expect(names.length).toBeGreaterThanOrEqual(300);
  expect([...deviating].filter((name) => !names.includes(name))).toEqual([]);
});

test('handshakes', async () => {
  const wrong = await runAll(handshakes, (one) => runHandshake(server.port, one));
  expect(unexpected(wrong, handshakes)).toEqual([]);
});

test('frames', async () => {
  const wrong = await runAll(cases, (one) => runFrames(server.port, one));
  expect(unexpected(wrong, cases)).toEqual([]);
  expect(server.child.exitCode).toBeNull();
  expect(server.log()).not.toContain('incident');
});

test('the library ws passes the same cases', async () => {
  expect(unexpected(await control(), textCases)).toEqual([]);
});

test('a server that does not look at UTF-8 fails each case of bad text, and no other', async () => {
  const bad = textCases.filter(({ end }) => end !== 'open' && 'fails' in end && end.fails === 1007);
  const wrong = await control('utf8');
  expect(bad.length).toBeGreaterThan(90);
  expect(bad.filter(({ name }) => !wrong.has(name))).toEqual([]);
  expect(wrong.size).toBe(bad.length + inText(deviating).length);
});

test('a server whose pongs say something else fails each case with a ping, and no other', async () => {
  const pinged = textCases.filter(({ pongs = [] }) => pongs.some((said) => said.length < 125));
  const wrong = await control('pong');
  expect(pinged.length).toBeGreaterThan(50);
  expect(pinged.filter(({ name }) => !wrong.has(name))).toEqual([]);
});

async function control(fault?: Fault): Promise<ReadonlyMap<string, string>> {
  const library = await startControl(fault);
  try {
    return await runAll(textCases, (one) => runFrames(library.port, one));
  } finally {
    library.stop();
  }
}

function inText(names: ReadonlySet<string>): readonly string[] {
  return textCases.map(({ name }) => name).filter((name) => names.has(name));
}

/** Cases that went wrong and may not, and such as may and went well. */
function unexpected(
  wrong: ReadonlyMap<string, string>,
  all: readonly { readonly name: string }[],
): readonly string[] {
  return all.flatMap(({ name }) => {
    const problem = wrong.get(name);
    if (deviating.has(name)) return problem === undefined ? [`${name}: mended, unlist it`] : [];
    return problem === undefined ? [] : [`${name}: ${problem}`];
  });
}
