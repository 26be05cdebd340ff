// D12: a database of an older schema, with what was said in it, is brought up to date, and the process is killed at any point of
// that, again and again. Each next start goes on by itself; in the end all that was there is there, and an older server refuses it.
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { countedWay, type CountedWay } from '../counted-way.ts';
import { Disk } from '../disk.ts';
import { underLoad, type Options } from '../load.ts';
import { signUp } from '../people.ts';
import { execute } from '../postgres.ts';
import { Server, type Setup } from '../server.ts';
import type { Stage } from '../stage.ts';
import { openTables } from '../tables.ts';
import type { Judged } from '../verdict.ts';

/** From here on everything that devices do has its tables. */
const oldest = 7;
const mostKills = 4;
/** Early points are as likely as late ones; the last is behind the whole way from the oldest. */
const doublings = 10;
/** What a server writes by itself, when nobody asks it to. */
const own = new Set(['meta', 'lease', 'search_key', 'search_state']);
const file = 'hubbub.db';
const beside = ['', '-wal', '-shm'];
const older = join(import.meta.dir, '../older.ts');

export async function migrate(options: Options): Promise<Judged> {
  const { database, folder } = options;
  const data = join(folder, 'data');
  const place = database === undefined ? await Files.at(data) : new Databases(database);
  let round = 0;
  const setup = { env: place.env };
  return underLoad('migrate', { setup, strike })(options);

  async function strike(stage: Stage): Promise<void> {
    Object.assign(stage.measured, { kills: 0, ...stage.measured });
    if (round % 4 === 3) await makeAnew(stage, place);
    else await bringUp(stage, place);
    round += 1;
  }
}

/** Where the data is, and how a process is killed that works on it. */
interface Place {
  readonly env: Readonly<Record<string, string>>;
  address(setup: Setup): string;
  /** Another one, empty. */
  aside(setup: Setup): Promise<Setup>;
  drop(aside: Setup): Promise<void>;
  /** The data is what is there from now on. */
  replace(setup: Setup, aside: Setup): Promise<void>;
  /** The next process is killed at that point. */
  start(stage: Stage, setup: Setup, nth: number): Promise<Server>;
  /** After a kill. */
  settle(stage: Stage): void;
}

async function makeAnew(stage: Stage, place: Place): Promise<void> {
  const aside = await place.aside(stage.setup);
  await killOnTheWay(stage, place, aside);
  const server = await attempt(stage, () => Server.start(aside));
  if (server) {
    await signUp(server.url, 'somebody').catch((error: unknown) => fault(stage, String(error)));
    await server.end('SIGTERM');
  }
  await place.drop(aside);
}

async function bringUp(stage: Stage, place: Place): Promise<void> {
  const { setup, random, measured } = stage;
  await stage.end('SIGTERM');
  const { schema: newest, least, epoch } = await metaOf(place.address(setup));
  const from = oldest + random.below(newest - oldest);
  await goBack(stage, place, { from, epoch });
  const before = await sums(place.address(setup));
  await killOnTheWay(stage, place, setup);
  const server = await attempt(stage, () => Server.start(setup));
  await server?.end('SIGTERM');
  const { schema } = await metaOf(place.address(setup));
  if (schema !== newest) fault(stage, `from ${from} it came to ${schema} instead of ${newest}`);
  const after = await sums(place.address(setup), before);
  for (const [table, { sum }] of before)
    if (after.get(table)?.sum !== sum) fault(stage, `from ${from}: ${table} holds something else`);
  measured['migrations'] = (measured['migrations'] ?? 0) + newest - from;
  await refuses(stage, setup, least - 1);
  await stage.startAgain('D12');
}

async function killOnTheWay(stage: Stage, place: Place, setup: Setup): Promise<void> {
  for (let kill = 0; kill < mostKills; kill += 1) {
    const nth = Math.floor(2 ** (stage.random.next() * doublings));
    const server = await attempt(stage, () => place.start(stage, setup, nth));
    await server?.end('SIGKILL');
    place.settle(stage);
    // It has come to the end.
    if (server) return;
    stage.measured['kills'] = (stage.measured['kills'] ?? 0) + 1;
  }
}

/** Undefined: it was killed. One that ends and says why is a fault. */
async function attempt(stage: Stage, start: () => Promise<Server>): Promise<Server | undefined> {
  try {
    return await start();
  } catch (error) {
    const said = String(error).replace('Error: the server did not start: ', '').trim();
    if (said !== '') fault(stage, said);
    return undefined;
  }
}

/** A database of that schema, made as an older server makes it, that holds what this one holds of it. */
async function goBack(
  stage: Stage,
  place: Place,
  { from, epoch }: { from: number; epoch: string },
): Promise<void> {
  const { setup } = stage;
  const aside = await place.aside(setup);
  // It has done its migrations when it notices that its own code is a newer one's.
  const server = await Server.start(knowing(aside, from)).catch(() => undefined);
  await server?.end('SIGKILL');
  const current = place.address(setup);
  const [old, now] = [openTables(place.address(aside)), openTables(current)];
  const there = await now.columns();
  for (const [table, columns] of await old.columns())
    if (table !== 'meta' && there.has(table)) await old.copy(current, table, columns);
  await old.run(`update meta set epoch = '${epoch}'`);
  const { schema } = await old.meta();
  old.close();
  now.close();
  if (schema !== from) throw new Error(`there is no database of schema ${from}, but of ${schema}`);
  await place.replace(setup, aside);
}

async function refuses(stage: Stage, setup: Setup, known: number): Promise<void> {
  try {
    const server = await Server.start(knowing(setup, known));
    await server.end('SIGKILL');
    fault(stage, `a server that knows ${known} migrations starts`);
  } catch (error) {
    if (!String(error).includes('made by a newer Hubbub')) fault(stage, String(error));
  }
}

function knowing(setup: Setup, schema: number): Setup {
  const preloads = [...setup.preloads, older];
  return { ...setup, preloads, env: { PROVE_SCHEMA: String(schema) } };
}

interface Sum {
  readonly columns: readonly string[];
  readonly sum: string;
}

/** @param of the same tables and columns as then */
async function sums(address: string, of?: ReadonlyMap<string, Sum>): Promise<Map<string, Sum>> {
  const tables = openTables(address);
  const wanted = of
    ? new Map([...of].map(([table, { columns }]) => [table, columns]))
    : await tables.columns();
  const found = new Map<string, Sum>();
  for (const [table, columns] of wanted)
    if (!own.has(table)) found.set(table, { columns, sum: await tables.sum(table, columns) });
  tables.close();
  return found;
}

async function metaOf(address: string) {
  const tables = openTables(address);
  const meta = await tables.meta();
  tables.close();
  return meta;
}

function fault(stage: Stage, evidence: string): void {
  stage.fault('D12', evidence);
}

/** SQLite: killed at the nth write, sync or truncation; the power is gone too. */
class Files implements Place {
  private last: Disk;

  private constructor(
    private readonly disk: Disk,
    private readonly other: Disk,
  ) {
    this.last = disk;
  }

  static async at(folder: string): Promise<Files> {
    return new Files(await Disk.under(folder), await Disk.under(`${folder}.aside`));
  }

  get env(): Readonly<Record<string, string>> {
    return this.disk.env;
  }

  address({ folder }: Setup): string {
    return join(folder, file);
  }

  async aside(setup: Setup): Promise<Setup> {
    const { folder, env } = this.other;
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { mode: 0o700 });
    this.other.forget();
    return { ...setup, folder, env };
  }

  async drop({ folder }: Setup): Promise<void> {
    rmSync(folder, { recursive: true });
  }

  async replace(setup: Setup, aside: Setup): Promise<void> {
    for (const end of beside) {
      rmSync(join(setup.folder, file + end), { force: true });
      const from = join(aside.folder, file + end);
      if (existsSync(from)) renameSync(from, join(setup.folder, file + end));
    }
    this.disk.forget();
    await this.drop(aside);
  }

  async start(_: Stage, setup: Setup, nth: number): Promise<Server> {
    this.last = setup.folder === this.disk.folder ? this.disk : this.other;
    this.last.dieAt(nth);
    return await Server.start(setup);
  }

  settle({ random }: Stage): void {
    this.last.losePower(random, random.below(2) === 0 ? 0 : random.next());
  }
}

/** PostgreSQL: killed at the nth thing that is asked of it. */
class Databases implements Place {
  readonly env = {};
  private way: CountedWay | undefined;

  constructor(private readonly url: string) {}

  address({ database }: Setup): string {
    return database ?? '';
  }

  async aside(setup: Setup): Promise<Setup> {
    const name = `${this.nameOf(setup)}_aside`;
    await this.execute(`drop database if exists ${name} with (force)`);
    await this.execute(`create database ${name} encoding 'UTF8' template template0`);
    return { ...setup, database: Object.assign(new URL(this.url), { pathname: `/${name}` }).href };
  }

  async drop(aside: Setup): Promise<void> {
    await this.execute(`drop database ${this.nameOf(aside)} with (force)`);
  }

  async replace(setup: Setup, aside: Setup): Promise<void> {
    await this.drop(setup);
    const terminate = `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${this.nameOf(aside)}'`;
    await this.execute(terminate);
    await this.execute(`alter database ${this.nameOf(aside)} rename to ${this.nameOf(setup)}`);
  }

  async start(stage: Stage, setup: Setup, nth: number): Promise<Server> {
    const { hostname, port } = new URL(this.url);
    let pid = 0;
    const way = await countedWay(
      { host: hostname, port: Number(port) || 5432 },
      {
        nth,
        isPassedOn: stage.random.below(2) === 0,
        happens: () => process.kill(pid, 'SIGKILL'),
      },
    );
    this.way = way;
    const database = Object.assign(new URL(setup.database ?? ''), {
      hostname: '127.0.0.1',
      port: String(way.port),
    }).href;
    return await Server.start({ ...setup, database, spawned: (its) => (pid = its) });
  }

  settle(): void {
    this.way?.close();
  }

  private nameOf({ database }: Setup): string {
    return new URL(database ?? '').pathname.slice(1);
  }

  private async execute(sql: string): Promise<void> {
    await execute(Object.assign(new URL(this.url), { pathname: '/postgres' }).href, sql);
  }
}
