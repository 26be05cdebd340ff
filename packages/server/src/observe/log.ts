// One line of JSON per event on standard error; secrets and bodies never. Standard output belongs to the address.
import pino from 'pino';

export type Log = pino.Logger;

const secrets = [
  'token',
  'ticket',
  'password',
  'cookie',
  'authorization',
  'text',
  'args',
  'content',
];

export function createLog(level: string): Log {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: {
        paths: secrets.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]),
        censor: '[secret]',
      },
    },
    pino.destination({ dest: 2, sync: true }),
  );
}
