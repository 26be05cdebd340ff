#!/usr/bin/env node
// What `npx hubbub` runs: the executable of this machine, from the package beside this one that holds it.
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { runChild, stopWith } from './process.mjs';

const name = `hubbub-${process.platform}-${process.arch}`;

function find() {
  try {
    return dirname(createRequire(import.meta.url).resolve(`${name}/package.json`));
  } catch {
    stopWith(`there is no ${name}; other machines run it from a checkout`);
  }
}

process.exitCode = await runChild(join(find(), 'bin/hubbub'), process.argv.slice(2), {
  ownGroup: true,
});
