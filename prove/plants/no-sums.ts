// A planted fault, loaded before the server (bun --preload): nobody looks whether a row is what was written.
import { readFileSync } from 'node:fs';

const check = 'throw new DamagedRow(row)';

Bun.plugin({
  name: 'no-sums',
  setup(build) {
    build.onLoad({ filter: /store\/message-sum\.ts$/ }, ({ path }) => {
      const text = readFileSync(path, 'utf8');
      if (!text.includes(check)) throw new Error('there is no check to be left out');
      return { contents: text.replaceAll(check, 'void DamagedRow'), loader: 'ts' };
    });
  },
});
