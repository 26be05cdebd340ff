// Hooks in a server: those given as values come first, then those of the folder. What the server is given are the places at
// which it calls them; without any hook these are undefined, or nothing at all.
import { StartupError } from '../store/failures.ts';
import { loadFolder, type ExtensionKind } from '../extend/load.ts';
import { providePackage } from '../extend/package.ts';
import { catchStray } from '../extend/stray.ts';
import type { Operation } from '../features/operation.ts';
import type { SessionNeeds } from '../features/session/open.ts';
import { withHooks } from './operations.ts';
import { askConnect, tellConnect, tellDisconnect, type Session } from './sessions.ts';
import { readHooks, type Hooks } from './define.ts';
import type { HookSource } from './install.ts';
import { HookRunner, type RunnerParts } from './runner.ts';

const kind: ExtensionKind<Hooks> = {
  option: '--hooks',
  example: 'export default defineHooks({ before: { … }, after: { … } })',
  read: readHooks,
};

interface StartParts extends Omit<RunnerParts, 'sources' | 'report'> {
  /** '' for none. */
  readonly folder: string;
  readonly values: readonly Hooks[];
  /** What its files find under the package's name. */
  readonly api: Readonly<Record<string, unknown>>;
  readonly report: (problem: string, context: object) => void;
}

export interface HooksAtWork {
  around(operations: readonly Operation[]): readonly Operation[];
  readonly admit: SessionNeeds['admit'];
  readonly connected: ((session: Session) => void) | undefined;
  readonly disconnected: ((reason: string, session: Session) => void) | undefined;
  /** Waits for the after-hooks of what has happened, at most so long. */
  close(atMostMs: number): Promise<void>;
}

/** Throws StartupError. */
export async function startHooks(parts: StartParts): Promise<HooksAtWork> {
  const { folder, values, api, report, ...rest } = parts;
  const sources: HookSource[] = values.map((value, index) => given(value, `hooks[${index}]`));
  if (folder !== '') {
    providePackage(api);
    for (const { file, value } of await loadFolder(folder, kind))
      sources.push({ file, hooks: value });
  }
  if (sources.length === 0) return none;
  const runner = new HookRunner({
    ...rest,
    sources,
    report: (incident, context) => report('a hook failed', { incident, ...context }),
  });
  const endCatching =
    folder === ''
      ? undefined
      : catchStray((err) => report('an error flew outside of every call', { err }));
  return {
    around: (operations) => withHooks(operations, runner),
    admit: runner.has('before', 'connect')
      ? (call, login) => askConnect(runner, call, login)
      : undefined,
    connected: (session) => tellConnect(runner, session),
    disconnected: (reason, session) => tellDisconnect(runner, reason, session),
    async close(atMostMs) {
      await runner.close(atMostMs);
      endCatching?.();
    },
  };
}

const none: HooksAtWork = {
  around: (operations) => operations,
  admit: undefined,
  connected: undefined,
  disconnected: undefined,
  close: async () => undefined,
};

function given(value: Hooks, name: string): HookSource {
  try {
    return { file: name, hooks: readHooks(value) };
  } catch (error) {
    throw new StartupError(`${name}: ${error instanceof Error ? error.message : 'unfit'}`, error);
  }
}
