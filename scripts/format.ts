// Formats every source file in place, or the files and folders named; settings are in bunfig.toml.
import { runBun } from './run-step.ts';

const { ok, output } = await runBun('fmt', '--no-script', ...process.argv.slice(2));
process.stdout.write(output);
process.exitCode = ok ? 0 : 1;
