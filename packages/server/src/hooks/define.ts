// What an author of hooks writes: `export default defineHooks({ before: { … }, after: { … } })`. Types only derive from the
// table; whatever a file really holds is checked when it is loaded (readHooks).
import { table, type Field, type HookName, type HookRow, type Phase } from './table.ts';

type Table = typeof table;
type Awaitable<T> = T | Promise<T>;
export type BeforeName = {
  [N in HookName]: Table[N] extends { before: Phase } ? N : never;
}[HookName];
export type AfterName = HookName;

type Told<P> =
  P extends Phase<infer F, infer _C>
    ? { readonly [K in keyof F]: F[K] extends Field<infer V> ? V : never }
    : never;
type Changed<P> = P extends Phase<infer _F, infer C> ? { readonly [K in C]?: string } : never;

/** What a before-hook is told. */
export type BeforeEvent<N extends BeforeName> = Told<Table[N]['before']>;
/** What an after-hook is told. */
export type AfterEvent<N extends AfterName> = Told<Table[N]['after']>;
/** What a before-hook may return: new values of the fields that the table lists. */
export type HookChange<N extends BeforeName> = Changed<Table[N]['before']>;

/** Where it happens. */
export interface HookContext {
  /** The app’s name. */
  readonly app: string;
  /** How the call came; a disconnect is always a socket's. */
  readonly door: 'socket' | 'http' | 'grpc';
  /** The client's address, proxies taken into account. */
  readonly address: string;
  /** Aborted when the hook's time is over: give it to fetch and the like. */
  readonly signal: AbortSignal;
}

export interface Hooks {
  /** Asked first, one after the other in order of the files' names. Throw a Refusal to refuse. */
  readonly before?: {
    readonly [N in BeforeName]?: (
      event: BeforeEvent<N>,
      context: HookContext,
      // oxlint-disable-next-line typescript/no-invalid-void-type
    ) => Awaitable<HookChange<N> | void>;
  };
  /** Told afterwards; nobody waits for them. What they return is ignored. */
  readonly after?: {
    readonly [N in AfterName]?: (event: AfterEvent<N>, context: HookContext) => unknown;
  };
  /** The time each call of one of these may take, if not that of --hook-ms. */
  readonly limitMs?: number;
  /** What becomes of a call whose before-hook took too long; `refuse` if nothing is said. */
  readonly onTimeout?: 'refuse' | 'pass';
}

/** Thrown by a before-hook: the call is answered REFUSED, and its caller reads the message. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
}

/** Gives an object of hooks its types. */
export function defineHooks(hooks: Hooks): Hooks {
  return hooks;
}

/** A file's default export, checked. Throws an Error that says what is wrong. */
export function readHooks(value: unknown): Hooks {
  if (!isRecord(value)) throw new Error('the default export is no object of hooks');
  const { before = {}, after = {}, limitMs, onTimeout, ...rest } = value;
  const [odd] = Object.keys(rest);
  if (odd !== undefined)
    throw new Error(`hooks have no ${odd}, only before, after, limitMs and onTimeout`);
  if (limitMs !== undefined && !(typeof limitMs === 'number' && limitMs >= 1))
    throw new Error('limitMs is no number of milliseconds');
  if (onTimeout !== undefined && onTimeout !== 'refuse' && onTimeout !== 'pass')
    throw new Error('onTimeout is neither refuse nor pass');
  checkPhase('before', before);
  checkPhase('after', after);
  return value;
}

function checkPhase(phase: 'before' | 'after', hooks: unknown): void {
  if (!isRecord(hooks)) throw new Error(`${phase} is no object of functions`);
  const rows: Readonly<Record<string, HookRow>> = table;
  const known = Object.keys(rows).filter((name) => rows[name]?.[phase] !== undefined);
  for (const [name, hook] of Object.entries(hooks)) {
    if (!known.includes(name))
      throw new Error(`there is no hook ${phase}.${name}, only ${known.join(', ')}`);
    if (hook !== undefined && typeof hook !== 'function')
      throw new Error(`${phase}.${name} is no function`);
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
