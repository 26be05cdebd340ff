// What a log line may hold. The list is closed: a field that is not in it is withheld, so that nobody has to remember to hide
// a new secret, and texts of people never come near. Of an error only what we or the engines wrote is kept.

type Show = (value: unknown) => unknown;

const longest = 200;

/** The fields of a line, and how each is shown. */
const fields: Readonly<Record<string, Show>> = {
  /** Names the line; the caller of an operation that failed was told the same. */
  incident: word,
  /** Names one request: what HTTP and gRPC callers got as x-request-id, or the number of the socket and of its frame. */
  request: word,
  op: word,
  door: word,
  outcome: word,
  app: word,
  user: word,
  ms: number,
  /** How often the same happened since it was last told. */
  repeats: number,
  lost: number,
  port: number,
  version: word,
  signal: word,
  /** What a process that stands still does. */
  state: word,
  /** Which hook failed, and where the operator put it: no text of a user can be either. */
  hook: word,
  file: path,
  err: errorOf,
};

/** The allowed fields of what is given; for the others their names. */
export function allowed(given: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const line: Record<string, unknown> = {};
  const withheld: string[] = [];
  for (const [name, value] of Object.entries(given)) {
    const show = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (show === undefined) withheld.push(word(name));
    else if (value !== undefined) line[name] = show(value);
  }
  if (withheld.length > 0) line['withheld'] = withheld;
  return line;
}

/** Ids and names; whatever has another shape is not one. */
function word(value: unknown): string {
  const text = String(value);
  return /^[\w.:/ -]{0,100}$/.test(text) ? text : '[withheld]';
}

/** Of the operator's own files; folders may be named as they like. */
function path(value: unknown): string {
  const text = String(value);
  return /^[^\p{C}]{0,1000}$/u.test(text) ? text : '[withheld]';
}

function number(value: unknown): unknown {
  return typeof value === 'number' ? Math.round(value * 1000) / 1000 : '[withheld]';
}

export interface ShownError {
  readonly type: string;
  readonly code?: string;
  readonly message: string;
  readonly at: readonly string[];
  readonly cause?: ShownError;
}

/** An error, and what its caller had said: nothing of that is shown, whatever the error's text makes of it. */
export class Unsaid {
  readonly texts: readonly string[];

  constructor(
    readonly error: unknown,
    args: unknown,
  ) {
    this.texts = [...textsIn(args, 0)].toSorted((a, b) => b.length - a.length);
  }
}

/** Engines and parsers quote what they were given; that is left out. Only the frames of the stack are kept, not its text. */
function errorOf(given: unknown): ShownError {
  if (!(given instanceof Unsaid)) return shown(given, { texts: [], depth: 0 });
  return shown(given.error, { texts: given.texts, depth: 0 });
}

interface Showing {
  readonly texts: readonly string[];
  readonly depth: number;
}

function shown(error: unknown, { texts, depth }: Showing): ShownError {
  if (!(error instanceof Error)) return { type: typeof error, message: '', at: [] };
  const code = 'code' in error ? word(error.code) : undefined;
  return {
    type: word(error.name),
    ...(code === undefined ? {} : { code }),
    message: withoutQuotes(without(texts, error.message)),
    at: framesOf(error),
    ...(error.cause === undefined || depth > 3
      ? {}
      : { cause: shown(error.cause, { texts, depth: depth + 1 }) }),
  };
}

function without(texts: readonly string[], message: string): string {
  return texts.reduce((left, text) => left.replaceAll(text, '…'), message);
}

function* textsIn(args: unknown, depth: number): Generator<string> {
  if (typeof args === 'string' && args.length > 2) yield args;
  else if (args instanceof Uint8Array) yield* textsIn(new TextDecoder().decode(args), depth);
  else if (typeof args === 'object' && args !== null && depth < 8)
    for (const value of Object.values(args)) yield* textsIn(value, depth + 1);
}

// The parts that machines quote: "…", '…', `…`, and PostgreSQL's Key (…)=(…) and (…).
function withoutQuotes(message: string): string {
  return message
    .split('\n', 1)
    .join()
    .slice(0, longest)
    .replaceAll(/"[^"]*"?|'[^']*'?|`[^`]*`?|\([^)]*\)?/g, (part) => `${part[0]}…`);
}

function framesOf({ stack = '', message }: Error): readonly string[] {
  const at = stack.indexOf(message);
  // A text that was changed later cannot be told from the frames below it.
  if (at < 0) return [];
  const frames = stack.slice(at + message.length);
  return [...frames.matchAll(/^ +at ([\w.#<>$ ]{0,80} )?\(?([^\n()]{1,200}:\d+)(?::\d+)?\)?$/gm)]
    .slice(0, 8)
    .map(([, name = '', place = '']) => `${name}${place}`);
}
