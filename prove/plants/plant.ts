// Other words for a source file of the server as it is loaded.
import { readFileSync } from 'node:fs';

interface Plant {
  readonly filter: RegExp;
  readonly words: Readonly<Record<string, string>>;
}

/** Of a file's loaders only the first is asked: it puts in what all of them have. */
const all: Plant[] = [];

/** Throws where there is nothing to be replaced any more: a plant that grows no more has to be noticed. */
export function plantInto(filter: RegExp, words: Readonly<Record<string, string>>): void {
  all.push({ filter, words });
  Bun.plugin({
    name: `plant in ${filter.source}`,
    setup(build) {
      build.onLoad({ filter }, ({ path }) => ({ contents: planted(path), loader: 'ts' }));
    },
  });
}

function planted(path: string): string {
  let contents = readFileSync(path, 'utf8');
  for (const { words } of all.filter(({ filter }) => filter.test(path)))
    for (const [old, instead] of Object.entries(words)) {
      if (!contents.includes(old)) throw new Error(`${path} does not say: ${old}`);
      contents = contents.replace(old, () => instead);
    }
  return contents;
}
