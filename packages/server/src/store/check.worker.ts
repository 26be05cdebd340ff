// The thread that looks for damage beside a running server: table by table, so that no transaction keeps the write-ahead log from
// being emptied for longer than one of them takes, and as idle as it works, so that the log gets its turn.
import { Database } from 'bun:sqlite';
import { runLast } from '../priority.ts';
import { brokenIn, type Broken } from './integrity.ts';

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
  for (const table of open(path, tablesOf)) {
    const begun = performance.now();
    const broken = open(path, (database) => brokenIn(database, table));
    if (broken !== undefined) say({ what: 'broken', broken });
    await Bun.sleep(performance.now() - begun);
  }
}

/** Nobody has it open while this thread rests: after a failed disk the database is read anew when nobody has. */
function open<R>(path: string, use: (database: Database) => R): R {
  const database = new Database(path, { readonly: true });
  try {
    database.run('pragma busy_timeout = 5000');
    return use(database);
  } finally {
    database.close();
  }
}

function tablesOf(database: Database): readonly string[] {
  const query = "select name from sqlite_schema where type = 'table'";
  const tables = database.query<{ name: string }, []>(query).all();
  return ['sqlite_schema', ...tables.map(({ name }) => name)];
}

function say(said: Said): void {
  self.postMessage(said);
}
