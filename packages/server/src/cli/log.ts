// `hubbub log`: what was said in a conversation, page by page, so that the longest one needs no more memory than the shortest.
import type { JsonValue } from '@bufbuild/protobuf';
import type { Command } from './command.ts';
import { asOperator, type Ask } from './operator.ts';
import { app, appIn } from './user.ts';
import { columns, numberIn, timeFlags, timeIn, type Fields } from './words.ts';

const pageSize = 500;

export const log: Command = {
  name: 'log',
  does: 'Prints what was said in a conversation, oldest first; each use stands in the record',
  operands: [{ name: 'CONVERSATION' }],
  flags: {
    '--app': app,
    '--jsonl': { doc: 'Prints a line of JSON for each message, as --json does here.' },
    ...timeFlags,
    '--limit': { value: 'NUMBER', doc: 'At most so many messages.' },
    '--whispers': { doc: 'Of a room, those of its whispers too; the record says so.' },
  },
  takesOptions: true,
  examples: [
    'log cnv_1a2b3c4d5e6 --jsonl > room.jsonl',
    'log cnv_1a2b3c4d5e6 --since 2026-01-31 --until 2026-02-01 --whispers',
  ],
  async run({ operands: [id = ''], flags, config, print, flush }) {
    const args: Record<string, JsonValue> = { app: appIn(flags), id };
    if (flags.has('--whispers')) args['whispers'] = true;
    for (const name of ['since', 'until'] as const) {
      const time = timeIn(flags, `--${name}`);
      if (time !== undefined) args[name] = time;
    }
    const most = numberIn(flags, '--limit') ?? Infinity;
    await asOperator(config(), async (ask) => {
      for await (const page of pages(ask, args, most)) {
        for (const entry of page.entries) print(said(page, entry));
        await flush();
      }
    });
  },
};

interface Page {
  readonly audit: string;
  readonly conversation: Fields;
  readonly entries: readonly Entry[];
  readonly users: ReadonlyMap<string, Fields>;
}

interface Entry {
  readonly message: Fields;
  readonly edits?: readonly Fields[];
}

async function* pages(
  ask: Ask,
  args: Record<string, JsonValue>,
  most: number,
): AsyncGenerator<Page> {
  let left = most;
  let from: Record<string, JsonValue> = {};
  do {
    const limit = Math.min(pageSize, left);
    const answer = await ask({ op: 'transcript.read', args: { ...args, ...from, limit } });
    const {
      audit,
      conversation,
      entries = [],
      users = [],
      next = '',
    } = answer as unknown as {
      audit: string;
      conversation: Fields;
      entries?: Entry[];
      users?: Fields[];
      next?: string;
    };
    const names = new Map(users.map((user) => [String(user['id'] as string), user]));
    yield { audit, conversation, entries, users: names };
    left -= entries.length;
    from = { audit, after: next };
  } while (from['after'] !== '' && left > 0);
}

/** Who, to whom, when, what. */
function said({ conversation, users }: Page, { message, edits = [] }: Entry) {
  const { sender, createdAt, conversation: _id, version: _v, clientMsgId: _c, ...what } = message;
  const { id, kind, title, parent, users: parties = [] } = conversation;
  const others = (parties as string[]).filter((one) => one !== sender);
  const from = personOf(users, sender as string);
  const to = others.map((one) => personOf(users, one));
  const json = {
    at: createdAt,
    conversation: { id, kind, title, parent },
    from,
    ...(to.length > 0 && { to }),
    ...what,
    ...(edits.length > 0 && { edits }),
  };
  const place = [kind, title ?? '', ...to.map(({ name }) => `→ ${name}`)].join(' ').trim();
  const words = columns(createdAt, place, from.name, textOf(what, edits));
  const changes = edits.length - (what['hidden'] === true ? 1 : 0);
  return { text: changes > 0 ? `${words}\t(edited ${changes}×)` : words, json };
}

function personOf(users: Page['users'], id: string) {
  const { username = '', displayName = '' } = users.get(id) ?? {};
  const name = (displayName as string) || (username as string) || id;
  return { id, name, ...(username !== '' && { username }) };
}

/** One line of it; what is no text is called by what it is. */
function textOf({ text, hidden, recalled, ...what }: Fields, edits: readonly Fields[]): string {
  if (hidden === true) return `[hidden] ${(edits.at(-1)?.['text'] as string | undefined) ?? ''}`;
  if (recalled === true) return '[taken back]';
  if (typeof text === 'string') return text;
  const kinds = ['media', 'card', 'system', 'picture', 'poll'].filter((kind) => kind in what);
  return `[${kinds[0] ?? 'no text'}]`;
}
