// A planted fault, loaded before the server (bun --preload): whoever asks for something of a conversation counts as a member.
import { readFileSync } from 'node:fs';

const check = 'export function requireMember(';

Bun.plugin({
  name: 'no-member-check',
  setup(build) {
    build.onLoad({ filter: /rules\/conversation\.ts$/ }, ({ path }) => {
      const text = readFileSync(path, 'utf8');
      if (!text.includes(check)) throw new Error('there is no check to be left out');
      const contents = text.replace(check, `export function requireMember() {}\nfunction left(`);
      return { contents, loader: 'ts' };
    });
  },
});
