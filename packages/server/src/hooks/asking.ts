// Which operations ask hooks first. All of it happens in front of the transaction, which decides once more by itself
// (docs/sync.md 21, 23): a retry is answered without asking, the digest stays that of what the caller sent, and the call keeps
// its place in its lane while a hook thinks.
import {
  checkLimits,
  Conversation_Kind as Kind,
  conversationId,
  MessageService,
  type OperationName,
} from '@hubbub/protocol';
import { readDisplayName } from '../features/account/display-name.ts';
import { readUsername } from '../features/account/username.ts';
import { requireContent, type MessageContent } from '../rules/message.ts';
import { run, whereOf, withArgs, type AnyCall, type Answer, type Asking } from './call.ts';
import type { BeforeName } from './define.ts';
import { askMove } from './membership.ts';
import { readSending } from './places.ts';
import type { Event } from './install.ts';
import { wordsOf } from './words.ts';

interface Ask {
  readonly hook: BeforeName;
  run(call: AnyCall, asking: Asking): Promise<Answer>;
}

export const asks: Partial<Record<OperationName, Ask>> = {
  'account.signUp': { hook: 'signUp', run: askSignUp },
  'message.send': { hook: 'send', run: askSend },
  'conversation.join': { hook: 'join', run: (call, asking) => askMove('join', call, asking) },
  'conversation.add': { hook: 'join', run: (call, asking) => askMove('add', call, asking) },
  'conversation.leave': { hook: 'leave', run: (call, asking) => askMove('leave', call, asking) },
  'conversation.remove': { hook: 'leave', run: (call, asking) => askMove('remove', call, asking) },
};

async function askSignUp(call: AnyCall, { operation, runner }: Asking): Promise<Answer> {
  const args = call.args as unknown as { username: string; displayName: string };
  const { name: username } = readUsername(args.username);
  const event = { username, displayName: readDisplayName(args.displayName, username) };
  const check = ({ displayName }: Event) => void readDisplayName(displayName as string, username);
  const { displayName } = await runner.ask('signUp', event, { where: whereOf(call), check });
  return run(operation, withArgs(call, { displayName }));
}

async function askSend(call: AnyCall, { operation, runner }: Asking): Promise<Answer> {
  const { conversation, clientMsgId, content } = call.args as unknown as SendArgs;
  requireContent(content);
  const sender = call.caller.user;
  const kind = await call.read(readSending, {
    conversation: conversationId(conversation),
    sender,
    clientMsgId,
    digest: call.digest,
  });
  // A retry: the operation answers it.
  if (kind === undefined) return run(operation, call);
  const { text } = await runner.ask(
    'send',
    { conversation, kind: Kind[kind], sender, text: wordsOf(content) },
    { where: whereOf(call), check: (event) => checkText(call, event) },
  );
  if (content.case !== 'text' || text === content.value) return run(operation, call);
  return run(operation, withArgs(call, { content: { case: 'text', value: text } }));
}

interface SendArgs {
  readonly conversation: string;
  readonly clientMsgId: string;
  readonly content: MessageContent;
}

/** What a hook makes of a message must be one. */
function checkText({ args }: AnyCall, { text }: Event): void {
  const content: MessageContent = { case: 'text', value: text as string };
  checkLimits(MessageService.method.send, { ...args, content } as never);
  requireContent(content);
}
