import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Says why on one line and leaves. */
export function stopWith(reason) {
  console.error(`hubbub: ${reason}`);
  process.exit(1);
}

/**
 * Runs a program until it ends and resolves with the exit code a shell would report.
 *
 * With `ownGroup` the child hears of a signal only from us, and exactly once: a Ctrl-C goes to
 * every process of the terminal's group and npm repeats it on top, and a server that hears two
 * takes the second as "now, at once".
 */
export async function runChild(command, args, { cwd, env, ownGroup = false, onOutput } = {}) {
  const detached = ownGroup && process.platform !== 'win32';
  const output = onOutput ? 'pipe' : 'inherit';
  let child;
  // Before there is one: it may be up and running before we get the core again, and a signal would then end us, and it with us.
  const stopPassing = passSignals((signal) => child.kill(signal), { fromTerminalToo: detached });
  try {
    child = spawn(command, args, {
      cwd,
      env: env ?? process.env,
      stdio: ['inherit', output, output],
      detached,
    });
    if (onOutput) {
      child.stdout.on('data', onOutput);
      child.stderr.on('data', onOutput);
    }
    return await exitCode(child);
  } finally {
    stopPassing();
  }
}

function exitCode(child) {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      resolve(code ?? 128 + (constants.signals[signal] ?? 0));
    });
  });
}

function passSignals(pass, { fromTerminalToo }) {
  const lastHeard = new Map();
  const hear = (signal) => {
    const now = Date.now();
    const repeated = now - (lastHeard.get(signal) ?? -Infinity) < 400;
    lastHeard.set(signal, now);
    // A child of our own group has had the terminal's SIGINT already.
    const heardIt = signal === 'SIGINT' && !fromTerminalToo && process.stdin.isTTY;
    if (!repeated && !heardIt) pass(signal);
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, hear);
  const watch = watchStarter(() => lastHeard.size === 0 && hear('SIGTERM'));
  return () => {
    clearInterval(watch);
    for (const signal of signals) process.off(signal, hear);
  };
}

// npm starts a script through a shell, and a SIGTERM to npm ends npm and that shell without a word
// to us: a server that nobody knows of would stay. So losing either counts as a SIGTERM.
function watchStarter(onLost) {
  if (!process.env.npm_lifecycle_event) return undefined;
  const before = starters();
  return setInterval(() => starters() !== before && onLost(), 250);
}

function starters() {
  const parent = process.ppid;
  try {
    // After the name, which may hold anything but ends with the last bracket: state, parent.
    const [, grandparent] = readFileSync(`/proc/${parent}/stat`, 'utf8')
      .split(') ')
      .at(-1)
      .split(' ');
    return `${parent} ${grandparent}`;
  } catch {
    return String(parent);
  }
}

/** Runs a program silently; its output is shown only when it fails. */
export async function runQuietly(command, args, options) {
  const chunks = [];
  const code = await runChild(command, args, { ...options, onOutput: (c) => chunks.push(c) });
  if (code !== 0) process.stderr.write(Buffer.concat(chunks));
  return code;
}
