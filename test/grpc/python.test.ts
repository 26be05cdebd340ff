// The gRPC door as gRPC's C core meets it, through Debian's python3-grpcio where that is installed.
import { afterAll, beforeAll, expect, test } from 'bun:test';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { leaveOut } from '../support/left-out.ts';
import { descriptorSet, findPython } from '../support/python.ts';
import { dear } from '../support/password-cost.ts';
import { allDoors, startServer, type TestServer } from '../support/server.ts';

const folder = mkdtempSync(join(tmpdir(), 'hubbub-python-'));
let server: TestServer;
beforeAll(async () => {
  server = await startServer(allDoors, { passwordCost: dear });
});
afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true });
});

test('python3-grpcio calls, is refused, cancels and watches as it should', async () => {
  const python = await findPython();
  if (python === undefined) return leaveOut('python3-grpcio (not installed)');
  const descriptors = join(folder, 'descriptors');
  writeFileSync(descriptors, descriptorSet());
  const program = join(import.meta.dir, 'client.py');
  const child = Bun.spawn([python, program, server.grpc ?? '', descriptors], {
    stdout: 'pipe',
    stderr: 'inherit',
  });
  const output = await new Response(child.stdout).text();
  expect(await child.exited).toBe(0);
  expect(JSON.parse(output)).toEqual({
    user: 'alice',
    seq: 1,
    texts: ['hello 👋', 'x'.repeat(10)],
    notLoggedIn: 'UNAUTHENTICATED with details',
    noField: 'INVALID_ARGUMENT with details',
    unknown: 'UNIMPLEMENTED with details',
    tooLong: 'INVALID_ARGUMENT with details',
    tooLarge: 'RESOURCE_EXHAUSTED with details',
    deadline: expect.stringMatching(/^DEADLINE_EXCEEDED/),
    cancelled: true,
    health: [1, 1],
    atOnce: 500,
  });
}, 30_000);
