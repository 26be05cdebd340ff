// The regular expressions of everything that is shipped: server, client, web app, games and launcher.
import { sources } from '../../test/architecture/sources.ts';
import { builtIn, regexesIn, type Found } from './scan.ts';

const shipped = ['packages', 'examples', 'bin'].flatMap((folder) => sources(folder));
const files = shipped.filter(({ path }) => !/\.(test|arbitrary)\.tsx?$/.test(path));

export const regexes: readonly Found[] = files.flatMap(({ path, text }) => regexesIn(path, text));

/** Those that are put together while the program runs. */
export const builtRegexes: readonly string[] = files.flatMap(({ path, text }) =>
  builtIn(path, text),
);

/** Names of files in which a slash follows `(`, `=` or the like, as it does where an expression begins. */
export const suspected: readonly string[] = files
  .filter(({ text }) => /[(=,:!&|?]\s*\/(?![/*>\s])[^\n]*\/[dgimsuvy]*\.(?:test|exec)\(/.test(text))
  .map(({ path }) => path);
