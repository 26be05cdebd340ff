// One line of JSON per event; secrets and bodies never (log-fields.ts). Standard output belongs to the address.
import pino from 'pino';
import { allowed } from './log-fields.ts';
import { LogWriter, type LogPlace } from './log-writer.ts';

/** What may be said. A field that log-fields.ts does not know is withheld. */
export interface Log {
  readonly isDebug: boolean;
  debug(fields: object, text: string): void;
  info(fields: object, text: string): void;
  warn(fields: object, text: string): void;
  error(fields: object, text: string): void;
  /** Lines that could not be written. */
  readonly lost: number;
  /** Opens the file anew, for who has moved it. */
  reopen(): void;
  /** Writes what waits. */
  close(): void;
}

const urgentLevel = 50;
// What a terminal or a viewer would obey or be confused by, and JSON leaves as it is: DEL and the second control block, line
// separators, marks of text direction.
// oxlint-disable-next-line no-control-regex
const unsafe = /[\u007f-\u009f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;

export interface LogOptions extends LogPlace {
  readonly level: string;
}

/** Throws the system's error when the file cannot be opened. */
export function createLog({ level, ...place }: LogOptions): Log {
  const writer = new LogWriter(place);
  const stream = {
    [Symbol.for('pino.metadata')]: true,
    lastLevel: 0,
    write(line: string) {
      writer.write(line.replaceAll(unsafe, escaped), stream.lastLevel >= urgentLevel);
    },
  };
  const logger = pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }), log: allowed },
      // Errors are shown by log-fields.ts, and pino's own way would show all that is in them.
      serializers: { err: (shown: unknown) => shown },
    },
    stream,
  );
  return {
    isDebug: logger.isLevelEnabled('debug'),
    debug: (fields, text) => logger.debug(fields, text),
    info: (fields, text) => logger.info(fields, text),
    warn: (fields, text) => logger.warn(fields, text),
    error: (fields, text) => logger.error(fields, text),
    get lost() {
      return writer.lost;
    },
    reopen: () => writer.reopen(),
    close: () => writer.close(),
  };
}

function escaped(letter: string): string {
  return `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
