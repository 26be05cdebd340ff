// The process: arguments in, signals, an exit code out.
import { runCommand } from './cli.ts';
import { environment } from './config.ts';

const stopSignals = ['SIGINT', 'SIGTERM'] as const;

/** The first signal drains. A second Ctrl-C, once the first has been heard, ends the process at once. */
const stop = new Promise<void>((resolve) => {
  let heard = 0;
  for (const signal of stopSignals)
    process.on(signal, () => {
      heard += 1;
      if (heard > 1 && signal === 'SIGINT') process.exit(130);
      resolve();
    });
});

/** A service manager asks by SIGHUP to read files again; from a terminal it means that the window was closed. */
const onReload = (task: () => void) => {
  if (!process.stdout.isTTY) process.on('SIGHUP', task);
};

const signals = { stop, onReload };
process.exit(await runCommand(process.argv.slice(2), { env: environment(), signals }));
