// Whose turn it is when more threads want to run than there are cores: first the loop that serves everybody. On Linux a thread has a
// priority of its own; elsewhere it is the process's, and stays.
import { readdirSync, readFileSync } from 'node:fs';
import { setPriority } from 'node:os';

const isLinux = process.platform === 'linux';
const thisThread = 0;
const lowest = 19;
/** A third of what the loop gets beside it. */
const behindTheLoop = 5;
/** As the runtime names those that compile what is run often. */
const compiler = 'JITWorker';
const threads = '/proc/self/task';

/** The thread that calls this runs when nobody else wants the core. */
export function runLast(): void {
  if (isLinux) setPriority(thisThread, lowest);
}

/** Has the runtime's compilers give way to the loop (docs/adr/0059). They come and go, so this is called again and again. */
export class Compilers {
  #known: ReadonlySet<string> = new Set();

  giveWay(): void {
    if (!isLinux) return;
    const all = threadsOfThisProcess();
    for (const thread of all)
      if (!this.#known.has(thread) && nameOf(thread) === compiler) lower(Number(thread));
    this.#known = new Set(all);
  }
}

/** Nothing when no more files may be open: it is asked again. */
function threadsOfThisProcess(): readonly string[] {
  try {
    return readdirSync(threads);
  } catch {
    return [];
  }
}

/** Undefined when it has just ended. */
function nameOf(thread: string): string | undefined {
  try {
    return readFileSync(`${threads}/${thread}/comm`, 'utf8').trimEnd();
  } catch {
    return undefined;
  }
}

function lower(thread: number): void {
  try {
    setPriority(thread, behindTheLoop);
  } catch {
    // It has just ended, or has the lowest priority by the thread that started it.
  }
}
