// The options of the server (config/table.ts) as they were given: by flags, the environment and the settings file. The only
// file that reads the environment.
import { conflicts } from './config/conflicts.ts';
import { exposures, type Places } from './config/exposure.ts';
import { readEnvironment, readFlags, type Environment, type Found } from './config/found.ts';
import { readSettingsFile } from './config/settings-file.ts';
import { defaults, options, type Config, type OptionName } from './config/table.ts';

/** What is wrong with the options; every problem is a line. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** The options, where each has its value from, and all that is to be said of them. */
export interface Settled {
  readonly config: Config;
  readonly places: ReadonlyMap<OptionName, string>;
  /** Each stops the start. */
  readonly problems: readonly string[];
  readonly warnings: readonly string[];
}

/** Flags win over the environment, that over the settings file, and that over defaults. Throws ConfigError. */
export function readConfig(flags: readonly string[], env: Environment): Config {
  const { config, problems } = settle(flags, env);
  if (problems.length > 0) throw new ConfigError(problems.join('\n'));
  return config;
}

/** Finds every problem, not only the first. */
export function settle(flags: readonly string[], env: Environment): Settled {
  const problems: string[] = [];
  const parts = { options, problems };
  const later = [...readEnvironment(env, parts), ...readFlags(flags, parts)];
  const path = later.findLast(({ option }) => option.name === 'config')?.value;
  const found = [...(path ? readSettingsFile(String(path), parts) : []), ...later];
  const byName = new Map(found.map((one) => [one.option.name as OptionName, one]));
  const values = [...byName].map(([name, { value }]) => [name, value]);
  const config = { ...defaults(), ...Object.fromEntries(values) } as Config;
  const at = (name: OptionName) => byName.get(name)?.where ?? flagOf(name);
  problems.push(...conflicts(config, at));
  const exposed = exposures(config, { at, secretFiles: secretFiles(byName) } satisfies Places);
  if (config.environment === 'prod') problems.push(...exposed);
  const places = new Map([...byName].map(([name, { where }]) => [name, where]));
  return { config, places, problems, warnings: config.environment === 'prod' ? [] : exposed };
}

function secretFiles(found: ReadonlyMap<OptionName, Found>): string[] {
  return [...found.values()].flatMap(({ option, file }) =>
    option.secret && file !== undefined ? [file] : [],
  );
}

function flagOf(name: OptionName): string {
  return options.find((one) => one.name === name)?.flag ?? name;
}

export function environment(): Environment {
  return process.env;
}
