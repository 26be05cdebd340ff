// An audit log: one line of JSON for whatever happens, appended to the file that AUDIT_FILE names.
import { appendFile } from 'node:fs/promises';
import { defineHooks } from '@hubbub/server';

const file = process.env.AUDIT_FILE ?? 'audit.jsonl';

async function write(what: string, event: object): Promise<void> {
  const line = JSON.stringify({ at: new Date().toISOString(), what, ...event });
  await appendFile(file, `${line}\n`);
}

export default defineHooks({
  after: {
    signUp: (event) => write('signed up', event),
    connect: (event) => write('connected', event),
    disconnect: (event) => write('disconnected', event),
    join: (event) => write('joined', event),
    leave: (event) => write('left', event),
    // Who wrote to whom and when, and not what.
    send: ({ text: _, ...event }) => write('wrote', event),
  },
});
