// Every statement of the store as an engine compiles it. They are no exports, so a child process loads the store with a
// `statement` that remembers what it made, and prints it.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Compiled } from '../../../packages/server/src/store/compile.ts';
import type { Engine, Step } from '../../../packages/server/src/store/statement.ts';

export interface Compilation extends Pick<Compiled, 'sql' | 'slots'> {
  readonly name: string;
}

const folder = join(import.meta.dir, '../../../packages/server/src/store');

export function compilations(engine: Engine): readonly Compilation[] {
  const child = Bun.spawnSync([process.execPath, import.meta.path, engine], { stderr: 'inherit' });
  return JSON.parse(child.stdout.toString()) as Compilation[];
}

interface Made {
  readonly statement: Step['statement'];
  readonly file: string;
}

async function print(engine: Engine): Promise<void> {
  const made: Made[] = [];
  let file = '';
  Object.assign(globalThis, {
    remember: (statement: Step['statement']) => {
      made.push({ statement, file: /(\w[\w-]*)\.ts:\d+/.exec(callerOf(new Error()))?.[1] ?? file });
      return statement;
    },
  });
  Bun.plugin({
    name: 'remember statements',
    setup(build) {
      build.onLoad({ filter: /store\/statement\.ts$/ }, async ({ path }) => {
        const text = await Bun.file(path).text();
        const contents = text.replace(
          /return (\{ scope: '\w+', build \});/g,
          'return remember($1);',
        );
        return { contents, loader: 'ts' };
      });
    },
  });
  for (const name of readdirSync(folder).filter((one) => one.endsWith('-store.ts'))) {
    file = name;
    await import(join(folder, name));
  }
  const { statementCompiler } = await import(join(folder, 'compile.ts'));
  const compile = statementCompiler(engine) as (statement: Step['statement']) => Compiled;
  const found = made.map(({ statement, file: from }, place) => {
    const { sql, slots } = compile(statement);
    return { name: `${place} ${from}: ${sql.replace(/\s+/g, ' ').slice(0, 70)}`, sql, slots };
  });
  console.log(JSON.stringify(found));
}

function callerOf({ stack = '' }: Error): string {
  return stack.split('\n').find((line) => line.includes('-store.ts')) ?? '';
}

if (import.meta.main) await print(process.argv[2] as Engine);
