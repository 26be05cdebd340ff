import type { System, Work } from '../systems/system.ts';

export interface Options {
  readonly seconds: number;
  readonly rounds: number;
  readonly eventBytes: number;
  /** Parts of a case that has some; all of them when empty. */
  readonly only: readonly string[];
  /** In place of what a case takes by itself, where it can. */
  readonly sockets?: number | undefined;
  readonly messages?: number | undefined;
}

/** One figure of one round. Fields that a case does not measure are left out. */
export interface Figure {
  readonly case: string;
  readonly perCpuSecond?: number;
  /** Of the server, for all of the work; the less the better. */
  readonly cpuSeconds?: number;
  readonly perSecond?: number;
  readonly p50Ms?: number;
  readonly p99Ms?: number;
  /** Its 99 of 100 beside what they are when nobody else does anything. */
  readonly timesAlone?: number;
  /** Of all listeners of all messages. */
  readonly lastMs?: number;
  readonly kibPerSocket?: number;
  /** The same after the time that they were held. */
  readonly kibHeld?: number;
  readonly bytesEach?: number;
  /** Sockets that stopped reading: how many the server closed as slow, and the most that were off the volatile topics at once. */
  readonly closedSlow?: number;
  readonly offTopics?: number;
  /** What a page's scripts hold when the load begins. */
  readonly heapKib?: number;
  /** How far the memory, the server's or the page's, rose above what it was when the load began. */
  readonly grownKib?: number;
  /** What each stopped socket added to that, and what it may add: its queue and a tenth. */
  readonly kibPerStopped?: number;
  readonly mostKibPerStopped?: number;
  /** Rooms of games that a core would run, what each of their players is told a second, and how evenly. */
  readonly roomsPerCore?: number;
  readonly bytesPerPlayer?: number;
  readonly tickJitterP99Ms?: number;
  /** What a first visit loads, and how smoothly a browser draws; frames of over 50 ms are long. */
  readonly kibLoaded?: number;
  readonly framesPerSecond?: number;
  readonly longFrames?: number;
  /** CPU of the page's main thread, for each screen that was scrolled or each message that arrived. */
  readonly pageCpuMs?: number;
  /** Of what was offered on a schedule; and how long it took, when nothing more came, until all was answered. */
  readonly refusedPercent?: number;
  readonly settledMs?: number;
  /** How often the server's loop stood still for over 50 ms, for how long at most; and a bare one beside it. */
  readonly stalls?: number;
  readonly longestStallMs?: number;
  readonly bareStalls?: number;
  readonly bareLongestStallMs?: number;
  /** Logins by password whose password was looked at. */
  readonly loginsPerSecond?: number;
  /** Of the server's CPU: what it did after the answers, e.g. for the search index. */
  readonly laterPercent?: number;
  readonly generatorBound?: boolean;
}

export interface Case {
  readonly name: string;
  /** What is measured, in one line above the table. */
  readonly title: string;
  readonly work: Omit<Work, 'eventBytes'>;
  /** A size of its own, whatever the options say. */
  readonly eventBytes?: number;
  /** One round on one system. */
  run(system: System, options: Options): Promise<readonly Figure[]>;
}

/** A case with systems of its own. */
export interface OwnCase<S> extends Pick<Case, 'name' | 'title'> {
  readonly systems: readonly S[];
  /** The system that the others are compared with. */
  readonly yardstick: string;
  run(system: S, options: Options): Promise<readonly Figure[]>;
}

/** No figure counts when what was delivered is wrong. */
export function refuseFaults(system: System, faults: readonly string[]): void {
  if (faults.length > 0) throw new Error(`${system.name}: ${faults.slice(0, 5).join('; ')}`);
}
