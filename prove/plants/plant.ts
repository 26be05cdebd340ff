// Other words for a source file of the server as it is loaded.
import { readFileSync } from 'node:fs';

/** Throws where there is nothing to be replaced any more: a plant that grows no more has to be noticed. */
export function plantInto(filter: RegExp, words: Readonly<Record<string, string>>): void {
  Bun.plugin({
    name: `plant in ${filter.source}`,
    setup(build) {
      build.onLoad({ filter }, ({ path }) => {
        let contents = readFileSync(path, 'utf8');
        for (const [old, instead] of Object.entries(words)) {
          if (!contents.includes(old)) throw new Error(`${path} does not say: ${old}`);
          contents = contents.replace(old, () => instead);
        }
        return { contents, loader: 'ts' };
      });
    },
  });
}
