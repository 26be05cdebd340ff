// docs/hooks.md from the table in packages/server/src/hooks/table.ts, behind an opening that is written here.
import { options } from '../packages/server/src/config/table.ts';
import { table, type HookRow, type Phase } from '../packages/server/src/hooks/table.ts';
import { tableRow, writePage } from './generated-page.ts';

const opening = `# Hooks

Hooks are functions of yours that the server calls: **before** something happens, to refuse or change it, and **after** it has
happened. They lie in TypeScript or JavaScript files of one folder, and run inside the server:

\`\`\`ts
// hooks/manners.ts
import { defineHooks, Refusal } from '@hubbub/server';

export default defineHooks({
  before: {
    send({ text }) {
      if (text.includes('http://')) throw new Refusal('No plain links here, please.');
      return { text: text.replaceAll('darn', '****') };
    },
  },
  after: {
    join({ user, conversation }) {
      console.error(user, 'joined', conversation);
    },
  },
});
\`\`\`

\`\`\`sh
npm start -- --hooks ./hooks      # or ./hubbub --hooks ./hooks
\`\`\`

A program that runs the server as a module gives them as values instead: \`start(options, { hooks: [defineHooks({ … })] })\`.
\`examples/hooks\` has two to begin with.

## Files

Every \`.ts\` and \`.js\` file of the folder is loaded at start, in order of name; not those in folders below, nor names that
begin with \`_\` or end with \`.test.ts\`. The folder may lie anywhere. \`@hubbub/server\` is the running server itself, also
in the single executable; other packages come from a \`node_modules\` beside the file (nothing is fetched). A file that does not
compile, throws, or has a hook that does not exist stops the start, and the message names file and line. To load a changed
file, start the server again.

## Before

Before-hooks are asked one after the other, while the call waits. Each sees what those before it have made of it.

- **Return nothing** to let it be, or an object with new values for the fields that it may change.
- **Throw a \`Refusal\`** to refuse: the call is answered \`REFUSED\` with your message, and nothing has happened.
- A hook that throws anything else, or returns rubbish, fails its call with \`HOOK_FAILED\`; the log has the file and the incident.
- A hook that takes longer than \`limitMs\` (or \`--hook-ms\`) is given up, its \`signal\` aborts, and the call is answered
  \`HOOK_TIMEOUT\`, after which a client tries again. With \`onTimeout: 'pass'\` the call goes on as if the hook had
  not been asked: choose it for hooks that are nice to have, never for those that protect.

They are asked in front of the transaction, and whatever they say, membership, roles and everything else is decided inside it
as ever. Only what could happen is asked about: who may not send is refused without you hearing of it. A retry of what is
stored is answered from the store and never asked about twice; what counts as the same request is what the client sent, not
what you made of it. Messages keep the order in which they were sent, however long you think about one of them.

Those who create a conversation, and those they create it with, become members without being asked about; \`after.join\` tells
of them, and their first message passes through \`send\` like any other.

\`send\` is asked about whatever people say: new messages, edits (\`edits\` is then the message's number) and each copy of a
forwarded message, in the place where it is to stand. A copy says what its original says, so a new text for one changes nothing;
refusing it refuses the whole call. Of a poll it is told question and options, a line each, and a new text changes nothing.

## After

After-hooks are told when the change is on disk and its caller has the answer. Nobody waits for them. Those of one conversation
(of one user for \`signUp\`, \`connect\` and \`disconnect\`) are called in the order in which it happened, one after the
other; a hook that takes longer than its time is given up for the next. What fails is logged. Nothing is stored: what is not told yet when the
process dies is lost, and beyond 10,000 waiting calls more are dropped and logged. On several nodes each node tells what was
done through it.

## What they share with the server

Hooks run in the server's own thread and may hold state in variables. Storing a message with a before-hook costs about half as much
again, with an after-hook hardly more (docs/adr/0011). The price of the shared thread is that they can stop it. One that computes for a long time stops everybody for that long, and **an endless loop without an
\`await\` stops the server for good**; nothing inside the process can end it. What waits, waits alone: however long a promise takes, only
its own call notices. An error in a timer, or in a promise that nobody awaits, is logged and ends nothing. Hooks see
every message of every app in clear; they are as trusted as the server.

Every hook is given, after its event: \`app\` (the app's name), \`door\` (\`socket\`, \`http\` or \`grpc\`), \`address\` (the
client's) and \`signal\` (aborted when its time is over).
`;

const limit = options.find(({ name }) => name === 'hookMs');
const rows = Object.entries<HookRow>(table);

writePage('docs/hooks.md', 'scripts/generate-hook-docs.ts', [
  ...opening.trim().split('\n'),
  '',
  `A hook's time is ${String(limit?.fallback)} ms (\`${limit?.flag}\`), unless its file says another \`limitMs\`.`,
  '',
  '## All hooks',
  ...rows.flatMap(([name, { before, after }]) => [
    ...(before === undefined ? [] : section(`before.${name}`, before)),
    ...section(`after.${name}`, after),
  ]),
]);

function section(name: string, { when, sees, mayChange }: Phase): readonly string[] {
  const isBefore = name.startsWith('before');
  const power =
    mayChange.length === 0 ? 'May refuse.' : `May refuse, or change ${mayChange.join(', ')}.`;
  return [
    '',
    `### \`${name}\``,
    '',
    isBefore ? `${when} ${power}` : when,
    '',
    tableRow('Field', 'Type', 'Meaning'),
    tableRow('---', '---', '---'),
    ...Object.entries(sees).map(([field, { type, doc }]) => tableRow(`\`${field}\``, type, doc)),
  ];
}
