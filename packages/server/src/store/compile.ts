// A Statement becomes SQL text and the order of its parameters, once per engine. While the query is built the parameters
// are marker objects; where they turn up in Kysely's compiled parameters tells what to bind there at each call.
import { codeOf, OperationError } from '@hubbub/protocol';
import {
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type Dialect,
  type RawBuilder,
} from 'kysely';
import type { Database } from './schema.ts';
import type { Engine, Statement, Step } from './statement.ts';

export interface Compiled {
  readonly sql: string;
  /** What to bind, in order: the name of a parameter, or a constant of the query. */
  readonly slots: readonly Slot[];
  readonly scope: 'app' | 'system';
  readonly bind: Bind;
}

interface Slot {
  readonly name?: string;
  readonly constant?: unknown;
}

export type Compile = (statement: Step['statement']) => Compiled;

class Marker {
  constructor(readonly name: string) {}
}

/** A Kysely that builds and compiles for the engine and is connected to nothing. */
export function queryBuilder<Tables = Database>(engine: Engine): Kysely<Tables> {
  return new Kysely<Tables>({ dialect: engine === 'sqlite' ? sqliteDialect : postgresDialect });
}

/** A compiler for one engine that compiles each statement once. */
export function statementCompiler(engine: Engine): Compile {
  const db = queryBuilder(engine);
  const known = new WeakMap<Step['statement'], Compiled>();
  return (statement) => {
    let compiled = known.get(statement);
    if (!compiled) {
      compiled = compile(statement, db, engine);
      known.set(statement, compiled);
    }
    return compiled;
  };
}

type Bind = (params: object, app: number) => unknown[];

/**
 * The values to bind. `app` comes from the transaction whatever the caller passes, so that a statement cannot reach into
 * another app; only a system statement may name one itself. As source text, like the codecs: each value is read in a place of its own
 * (docs/adr/0062).
 */
function binder({ sql, slots, scope }: Omit<Compiled, 'bind'>): Bind {
  const values = slots.map(({ name }, at) => {
    if (name === undefined) return `slots[${at}].constant`;
    const given = `pick(${JSON.stringify(name)}, params[${JSON.stringify(name)}])`;
    if (name !== 'app') return given;
    return scope === 'system' ? `'app' in params ? ${given} : app` : 'app';
  });
  return codeOf(`(params, app) => [${values.join(', ')}]`, { slots, pick });

  function pick(name: string, value: unknown): unknown {
    if (value === undefined) throw new Error(`no value for "${name}" in: ${sql}`);
    // PostgreSQL's text cannot hold it; what one engine refuses the other refuses alike.
    if (typeof value === 'string' && value.includes('\0'))
      throw new OperationError('FIELD', `${name}: must not hold NUL`);
    return value;
  }
}

function compile(
  statement: Statement<never, unknown>,
  db: Kysely<Database>,
  engine: Engine,
): Compiled {
  const markers = new Proxy({}, { get: (_, name) => new Marker(String(name)) });
  // Raw SQL does not know its database; queries ignore the argument.
  const query = statement.build(db, markers as never, engine) as RawBuilder<unknown>;
  const { sql, parameters } = query.compile(db);
  const slots = parameters.map((value): Slot =>
    value instanceof Marker ? { name: value.name } : { constant: value },
  );
  const bindsApp = slots.some((slot) => slot.name === 'app');
  if (statement.scope === 'app' && !bindsApp)
    throw new Error(`the statement does not bind p.app: ${sql}`);
  const bound = { sql, slots, scope: statement.scope };
  return { ...bound, bind: binder(bound) };
}

/**
 * Writes `+?` for a parameter. When a bare `?` is compared in a join, in a range or in a LIMIT, this SQLite believes that the
 * plan depends on the value and prepares the statement anew at every call (7 to 30 µs). The plus changes no value.
 */
class StablePlans extends SqliteQueryCompiler {
  protected override getCurrentParameterPlaceholder(): string {
    return '+?';
  }
}

const sqliteDialect: Dialect = {
  createAdapter: () => new SqliteAdapter(),
  createDriver: () => new DummyDriver(),
  createIntrospector: (db) => new SqliteIntrospector(db),
  createQueryCompiler: () => new StablePlans(),
};

const postgresDialect: Dialect = {
  createAdapter: () => new PostgresAdapter(),
  createDriver: () => new DummyDriver(),
  createIntrospector: (db) => new PostgresIntrospector(db),
  createQueryCompiler: () => new PostgresQueryCompiler(),
};
