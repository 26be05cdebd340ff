// Game classes by type: those of a folder, one a file and called like it, those of single files, and those the program has.
import { fileURLToPath } from 'node:url';
import { loadFile, loadFolder, type ExtensionKind } from '../extend/load.ts';
import { StartupError } from '../store/failures.ts';
import { isGameClass, type GameClass } from './game.ts';
import type { GameType } from './host.ts';
import { Relay } from './relay.ts';
import { isTypeName, readSettings } from './settings.ts';

const kind: ExtensionKind<GameClass> = {
  option: '--games',
  example: 'export default class Pong extends Game { … }',
  read(value) {
    if (!isGameClass(value)) throw new Error('the default export is no class that extends Game');
    return value;
  },
};

export interface GameFiles {
  /** '' for none. */
  readonly folder: string;
  /** file: URLs by type. */
  readonly files: Readonly<Record<string, string>>;
}

/** Throws StartupError. */
export async function loadGames({
  folder,
  files,
}: GameFiles): Promise<ReadonlyMap<string, GameType>> {
  const found = folder === '' ? [] : await loadFolder(folder, kind);
  const classes = found.map(({ name, value }) => [name, value] as const);
  const more = await Promise.all(
    Object.entries(files).map(
      async ([type, url]) => [type, await loadFile(fileURLToPath(url), kind)] as const,
    ),
  );
  return gameTypes([['relay', Relay], ...classes, ...more]);
}

/** Throws StartupError. */
export function gameTypes(
  classes: readonly (readonly [type: string, game: GameClass])[],
): ReadonlyMap<string, GameType> {
  const types = new Map<string, GameType>();
  for (const [type, game] of classes) {
    if (!isTypeName(type)) throw new StartupError(`"${type}" is no name for a game.`);
    if (types.has(type)) throw new StartupError(`There are two games called ${type}.`);
    try {
      types.set(type, { game, settings: readSettings(type, game) });
    } catch (error) {
      throw new StartupError(error instanceof Error ? error.message : String(error), error);
    }
  }
  return types;
}
