// How a command reaches the operations of the operator. While a server runs they are calls to it; while none does, the same
// operations run on the database in this process. Both ways there is one road and one set of rules
// (docs/adr/0009-operator-commands.md).
import { userInfo } from 'node:os';
import { resolve } from 'node:path';
import { create, fromBinary, fromJson, toJson, type JsonValue } from '@bufbuild/protobuf';
import { base64Decode } from '@bufbuild/protobuf/wire';
import { ErrorSchema, methods, type OperationName } from '@hubbub/protocol';
import { memoryBus } from '../bus/memory.ts';
import type { Config } from '../config/table.ts';
import { Dispatch, type Answer } from '../dispatch.ts';
import { createPasswords } from '../features/account/passwords.ts';
import { operatorOperations } from '../features/index.ts';
import { systemClock } from '../ports/clock.ts';
import { readApps } from '../store/app-store.ts';
import { StartupError } from '../store/failures.ts';
import { readOperatorToken } from '../store/operator-file.ts';
import { readRunning } from '../store/running-file.ts';
import { openStore } from '../store/store.ts';

export interface Asked {
  readonly op: OperationName;
  readonly args: JsonValue;
}

/** The output of the operation as JSON. Throws StartupError with what was refused. */
export type Ask = (asked: Asked) => Promise<JsonValue>;

/** One question. */
export function askOperator(asked: Asked, config: Config): Promise<JsonValue> {
  return asOperator(config, (ask) => ask(asked));
}

/** Several of them: where no server runs the database is open until `use` is done. */
export async function asOperator<R>(config: Config, use: (ask: Ask) => Promise<R>): Promise<R> {
  let direct: Direct | undefined;
  try {
    return await use(async (asked) => {
      const answer = direct === undefined ? await overHttp(asked, config) : undefined;
      if (answer !== undefined) return answer;
      direct ??= await openDirect(config);
      return await direct.ask(asked);
    });
  } finally {
    await direct?.close();
  }
}

/** Undefined when no server runs on this data folder. */
async function overHttp({ op, args }: Asked, config: Config): Promise<JsonValue | undefined> {
  const folder = resolve(config.data);
  const running = readRunning(folder);
  const token = config.operatorToken || readOperatorToken(folder);
  // Left behind by a server that was killed: somebody else may have its address by now, who must not be told the token.
  if (running === undefined || token === undefined || !isAlive(running.pid)) return undefined;
  const { parent, name } = methods[op];
  const response = await fetch(`${running.url}/${parent.typeName}/${name}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${token}`,
      'hubbub-user': whoAmI(),
    },
    body: JSON.stringify(args),
  }).catch(() => undefined);
  if (response === undefined) return undefined;
  const body = (await response.json().catch(() => ({}))) as JsonValue;
  if (response.ok) return body;
  throw refusal(body, running.url);
}

/** For the record: whoever holds the token is believed. */
function whoAmI(): string {
  try {
    const { username, uid } = userInfo();
    // What the runtime says of a process without a name in its environment.
    return username === 'unknown' ? `uid-${uid}` : username.replaceAll(/[^!-~]/g, '_');
  } catch {
    return '';
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function refusal(body: JsonValue, url: string): StartupError {
  const { details } = body as { details?: { type: string; value: string }[] };
  const ours = details?.find(({ type }) => type === ErrorSchema.typeName);
  if (ours === undefined) return new StartupError(`What answers at ${url} is no Hubbub.`);
  const { reason, message } = fromBinary(ErrorSchema, base64Decode(ours.value));
  return new StartupError(
    reason === 'TOKEN'
      ? `The server at ${url} does not know this operator token; give it with --operator-token.`
      : `${reason}: ${message}`,
  );
}

interface Direct {
  ask(asked: Asked): Promise<JsonValue>;
  close(): Promise<void>;
}

async function openDirect({ database, data, timeLimitMs }: Config): Promise<Direct> {
  const store = await openStore({ database, dataDir: resolve(data), share: 'cluster' });
  const apps = await store.systemRead(readApps, {});
  const settings = new Map(apps.map((app) => [app.name, app.settings]));
  const logs = apps.filter((app) => app.settings.eventLog?.enabled === true);
  store.keepLogOf(logs.map(({ name }) => name));
  const passwords = createPasswords();
  const dispatch = new Dispatch({
    operations: operatorOperations({
      apps: store,
      passwords,
      settingsOf: (app) => settings.get(app),
    }),
    storage: store,
    bus: memoryBus(),
    clock: systemClock,
    rates: { bucketOf: () => undefined },
    apps: {
      has: (app) => settings.has(app),
      admit: () => undefined,
      stillValid: async () => true,
    },
    timeLimitMs,
    report({ op, err }) {
      process.stderr.write(`${op}: ${err instanceof Error ? err.message : String(err)}\n`);
      return '';
    },
    count: () => undefined,
  });
  return {
    ask: (asked) => ask(dispatch, asked),
    async close() {
      dispatch.stop();
      passwords.close();
      await store.close();
    },
  };
}

async function ask(dispatch: Dispatch, { op, args }: Asked): Promise<JsonValue> {
  const { input, output } = methods[op];
  const answered = Promise.withResolvers<Answer>();
  await dispatch.run<Answer>(operator, {
    op,
    decode: () => fromJson(input, args) as never,
    encode: (answer) => answer,
    respond: (answer) => answered.resolve(answer),
  });
  const { error, ...answer } = await answered.promise;
  if (error !== undefined) throw new StartupError(`${error.reason}: ${error.message}`);
  return toJson(output, create(output, (answer as { result: object }).result as never));
}

/** Who can open the database is the operator. */
const operator = {
  door: 'http',
  address: '',
  app: 'main' as never,
  caller: undefined,
  socket: undefined,
  rateKey: '',
  lanes: undefined,
  authenticate: async () => ({ kind: 'operator', name: whoAmI() }) as const,
} as const;
