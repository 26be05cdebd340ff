// A process of its own that opens a store, for tests that kill it. Speaks in lines: prints what it did, waits to be killed.
// Arguments: what to do, the database; for 'migrate' also before which statement to die, for 'write' how long a text is.
import { openStore } from '../../../packages/server/src/store/store.ts';
import { statementCompiler } from '../../../packages/server/src/store/compile.ts';
import { migrate, type MigrationSession } from '../../../packages/server/src/store/migrate.ts';
import { fileSession } from '../../../packages/server/src/store/open-embedded.ts';
import { migrationSession } from '../../../packages/server/src/store/open-postgres.ts';
import { clientConfig, openSession } from '../../../packages/server/src/store/postgres.ts';
import { openSqlite } from '../../../packages/server/src/store/sqlite.ts';
import { addNote, createConversation, main, outcomes } from './notes.ts';

const [task = '', database = '', more = ''] = process.argv.slice(2);

switch (task) {
  case 'hold':
    await hold();
    break;
  case 'write':
    await writeForEver(Number(more));
    break;
  case 'migrate':
    await migrateAndDie(Number(more));
    break;
  default:
    throw new Error(`unknown task ${task}`);
}

/** The store has to stay in use: what nobody can reach any more is closed by the garbage collector. */
async function hold(): Promise<void> {
  const store = await openStore({ database, dataDir: database });
  console.log(`held ${process.pid}`);
  setInterval(() => store.stats(), 1000);
}

/** Four lanes of acknowledged writes; each answer is a line: the version or the reason, and the text. */
async function writeForEver(length: number): Promise<void> {
  const onTrouble = (what: string) => console.log(`trouble: ${what}`);
  const store = await openStore({ database, dataDir: database, onTrouble });
  await store.write(main, createConversation, { id: 1 });
  console.log(`held ${process.pid}`);
  const lane = async (name: string) => {
    for (let i = 0; ; i += 1) {
      const text = `${name}${i}`;
      const long = text.padEnd(length);
      const [outcome] = await outcomes([store.write(main, addNote, { id: 1, text: long })]);
      console.log(`${String(outcome)} ${text}`);
    }
  };
  await Promise.all(['a', 'b', 'c', 'd'].map(lane));
}

/** Counts begin, every statement and commit, and is killed before one of them. */
async function migrateAndDie(fatal: number): Promise<void> {
  const session = await migratingSession();
  let count = 0;
  const step = async <R>(work: () => Promise<R>): Promise<R> => {
    if (count === fatal) process.kill(process.pid, 'SIGKILL');
    count += 1;
    return work();
  };
  await migrate(
    {
      engine: session.engine,
      begin: () => step(() => session.begin()),
      run: (sql, parameters) => step(() => session.run(sql, parameters)),
      commit: () => step(() => session.commit()),
      rollback: () => session.rollback(),
    },
    0,
  );
  process.exit(0);
}

async function migratingSession(): Promise<MigrationSession> {
  if (database.startsWith('postgres'))
    return migrationSession(await openSession(clientConfig(database, 'test'), () => undefined));
  return fileSession(
    openSqlite({
      path: `${database}/hubbub.db`,
      readonly: false,
      compile: statementCompiler('sqlite'),
    }),
  );
}
