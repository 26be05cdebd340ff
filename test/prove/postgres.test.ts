// Proofs on PostgreSQL in their short form, and how the checker gets in.
import { expect, test } from 'bun:test';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execute, missingPostgres, Postgres } from '../../prove/postgres.ts';
import { findPython } from '../../prove/python.ts';
import { leaveOut } from '../support/left-out.ts';
import { startPostgres } from '../support/postgres.ts';
import { until } from '../support/until.ts';
import { prove } from './run.ts';

const python = await findPython();
const missing = python === undefined ? 'no python3 to judge them' : missingPostgres();
if (missing !== undefined) leaveOut(`proofs on PostgreSQL (${missing})`);

for (const name of ['crash', 'retry', 'drain'])
  test.skipIf(missing !== undefined)(
    `${name} finds nothing, and leaves no database`,
    async () => {
      const { url } = await startPostgres({ fsync: false });
      const small = '--rounds 1 --devices 10 --round-ms 800 --pace-ms 50 --json'.split(' ');
      const { code, verdict, output } = await prove(name, '--database', url, ...small);
      expect({ code, output }).toMatchObject({ code: 0 });
      expect(verdict).toMatchObject({ proof: name, ok: true, rounds: 1 });
      expect(verdict.acked).toBeGreaterThan(20);
      const left = `select 1 from pg_database where datname like 'hubbub\\_proof\\_%'`;
      // Those of the proofs beside go when these end.
      const areGone = async () => (await execute(url, left)).length === 0;
      await until(areGone, { what: 'no database of a proof', timeoutMs: 60_000 });
    },
    120_000,
  );

test.skipIf(missing !== undefined)(
  'the checker logs in with a password, and is told when it is the wrong one',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'hubbub-prove-'));
    const log = join(folder, 'log.jsonl');
    writeFileSync(log, '{"kind":"run"}\n');
    const server = await Postgres.start();
    const { url } = server;
    await execute(url, `create role "ju:dge" login password 'p@ss wörd'`);
    const asked = `copy (select 'host all "ju:dge" all scram-sha-256') to`;
    await execute(
      url,
      `do $$ begin execute format($f$${asked} %L$f$, current_setting('hba_file')); end $$`,
    );
    await execute(url, 'select pg_reload_conf()');
    const said = (password: string) => {
      const address = Object.assign(new URL(url), { username: 'ju:dge', password }).href;
      const checker = join(import.meta.dir, '../../prove/checker');
      const command = [python ?? '', '-B', checker, log, '--database', address];
      const { exitCode, stderr } = Bun.spawnSync(command);
      expect(exitCode).toBe(2);
      return stderr.toString();
    };
    expect(said('p@ss wörd')).toContain('relation "conversation" does not exist (42P01)');
    expect(said('wrong')).toContain('(28P01)');
    await server.stop();
    rmSync(folder, { recursive: true });
  },
  60_000,
);
