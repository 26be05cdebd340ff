// Go programs with gorilla/websocket, in the two ways that such servers are often written: a pool that broadcasts through a
// channel for each client, and a relay of one to one. Built anew for each run.
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { peer, startBare } from './bare.ts';
import type { System, Work } from './system.ts';

/** Where Debian puts the sources of Go libraries. */
const sources = '/usr/share/gocode';
const built = new Map<string, Promise<string>>();

export const go: readonly System[] = [
  goSystem('go-pool', ['fanout', 'idle']),
  goSystem('go-relay', ['direct']),
];

function goSystem(name: string, does: readonly Work['case'][]): System {
  return { name, does, missing, start: async (work) => await startBare([await build(name)], work) };
}

function missing(): string | undefined {
  if (!Bun.which('go')) return 'no go; bench/peers/install.sh';
  return existsSync(join(sources, 'src/github.com/gorilla/websocket'))
    ? undefined
    : 'no gorilla/websocket; bench/peers/install.sh';
}

function build(name: string): Promise<string> {
  const program = built.get(name) ?? compile(name);
  built.set(name, program);
  return program;
}

async function compile(name: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'hubbub-bench-go-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, name);
  const child = Bun.spawn(['go', 'build', '-o', file, '.'], {
    cwd: peer(name),
    env: { ...process.env, GO111MODULE: 'off', GOPATH: sources },
    stderr: 'inherit',
  });
  if ((await child.exited) !== 0) throw new Error(`${name} could not be built`);
  return file;
}
