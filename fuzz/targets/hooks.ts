import { OperationError, type AppId } from '@hubbub/protocol';
import fc from 'fast-check';
import { HookRunner } from '../../packages/server/src/hooks/runner.ts';
import { systemClock } from '../../packages/server/src/ports/clock.ts';
import { oddJson } from '../arbitrary.ts';
import { must, target } from '../target.ts';

let answer: () => unknown = () => undefined;
const runner = new HookRunner({
  sources: [{ file: 'fuzzed.ts', hooks: { before: { send: () => answer() } } as never }],
  limitMs: 1000,
  clock: systemClock,
  report: () => undefined,
});
const event = {
  conversation: 'cnv_00000000001',
  kind: 'GROUP',
  sender: 'usr_00000000001',
  text: 'hello',
  edits: 0,
} as const;
const where = { app: 'main' as AppId, door: 'socket', address: '192.0.2.1' } as const;

const thrown = fc.oneof(
  oddJson,
  fc.string({ unit: 'binary' }).map((text) => new Error(text)),
);

export const hooks = [
  target({
    name: 'hooks',
    what: 'what hooks answer and throw',
    inputs: fc.oneof(
      oddJson.map((value) => ({ value, throws: false })),
      fc.record({ text: oddJson }).map((value) => ({ value: value as unknown, throws: false })),
      thrown.map((value) => ({ value, throws: true })),
    ),
    check: async ({ value, throws }) => {
      answer = () => {
        if (throws) throw value;
        return value;
      };
      const after = await asked();
      if (typeof after === 'string') return must(after === 'HOOK_FAILED', `refused as ${after}`);
      must(typeof after.text === 'string', 'a text that is none');
      must(Bun.deepEquals({ ...after, text: '' }, { ...event, text: '' }), 'more than the text');
    },
  }),
];

async function asked() {
  try {
    return await runner.ask('send', event, { where });
  } catch (error) {
    if (error instanceof OperationError) return error.reason;
    throw error;
  }
}
