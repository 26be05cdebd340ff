// The hooks of all files by name, as the runner calls them.
import type { Context } from './context.ts';
import type { Hooks } from './define.ts';

/** Hooks and where they come from, for the log. */
export interface HookSource {
  readonly file: string;
  readonly hooks: Hooks;
}

export type Event = Readonly<Record<string, unknown>>;
type Hook = (event: Event, context: Context) => unknown;

/** One hook of one file. */
export interface Installed {
  readonly name: `before.${string}` | `after.${string}`;
  readonly file: string;
  readonly run: Hook;
  readonly limitMs: number;
  readonly mayPass: boolean;
}

/** By name, e.g. `before.send`, in the order in which they are called. */
export function install(
  sources: readonly HookSource[],
  limitMs: number,
): ReadonlyMap<string, readonly Installed[]> {
  const installed = new Map<string, Installed[]>();
  for (const { file, hooks } of sources)
    for (const phase of ['before', 'after'] as const)
      for (const [name, run] of Object.entries<unknown>(hooks[phase] ?? {})) {
        if (typeof run !== 'function') continue;
        const hook: Installed = {
          name: `${phase}.${name}`,
          file,
          // As a method, so that hooks of one object may call each other.
          run: run.bind(hooks[phase]) as Hook,
          limitMs: hooks.limitMs ?? limitMs,
          mayPass: hooks.onTimeout === 'pass',
        };
        const others = installed.get(hook.name);
        if (others === undefined) installed.set(hook.name, [hook]);
        else others.push(hook);
      }
  return installed;
}
