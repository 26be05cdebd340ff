// The thread that looks for damage beside a running server: table by table, and long ones in slices, so that no transaction keeps the
// write-ahead log from beginning anew for long, and as idle as it works, so that the log gets its turn.
import { Database } from 'bun:sqlite';
import { runLast } from '../priority.ts';
import { brokenIn, type Broken } from './integrity.ts';
import { brokenInSlices, isLong, type Use } from './long-table.ts';

/** What it says; the last one is an end. */
export type Said =
  | { readonly what: 'broken'; readonly broken: Broken }
  | { readonly what: 'end'; readonly failure: string | undefined };

self.addEventListener('message', ({ data: path }: MessageEvent<string>) => {
  runLast();
  look(path).then(
    () => say({ what: 'end', failure: undefined }),
    (error: unknown) => say({ what: 'end', failure: String(error) }),
  );
});

async function look(path: string): Promise<void> {
  const use = opening(path);
  for (const table of use(tablesOf))
    for (const steps = stepsOf(use, table); ;) {
      const begun = performance.now();
      const { value: broken, done } = steps.next();
      if (done === true) break;
      if (broken !== undefined) say({ what: 'broken', broken });
      await Bun.sleep(performance.now() - begun);
    }
}

/** Each is a transaction. */
function* stepsOf(use: Use, table: string): Generator<Broken | undefined, void> {
  if (use((database) => isLong(database, table))) yield* brokenInSlices(use, table);
  else yield use((database) => brokenIn(database, table));
}

/** Nobody has it open while this thread rests: after a failed disk the database is read anew when nobody has. */
function opening(path: string): Use {
  return (use) => {
    const database = new Database(path, { readonly: true, safeIntegers: true });
    try {
      database.run('pragma busy_timeout = 5000');
      database.run('begin');
      return use(database);
    } finally {
      database.close();
    }
  };
}

function tablesOf(database: Database): readonly string[] {
  const query = "select name from sqlite_schema where type = 'table'";
  const tables = database.query<{ name: string }, []>(query).all();
  return ['sqlite_schema', ...tables.map(({ name }) => name)];
}

function say(said: Said): void {
  self.postMessage(said);
}
