// Asking about what people say: as it is sent, as it is edited in, and as it is forwarded. One hook for all three, so that a
// filter cannot be walked around.
import { checkLimits, Conversation_Kind as Kind, conversationId } from '@hubbub/protocol';
import type { Operation } from '../features/operation.ts';
import { requireContent, type MessageContent } from '../rules/message.ts';
import { run, whereOf, withArgs, type AnyCall, type Answer, type Asking } from './call.ts';
import type { Event } from './install.ts';
import { readEditing, readForwarding, readSending } from './places.ts';
import { wordsOf } from './words.ts';

interface SendArgs {
  readonly conversation: string;
  readonly clientMsgId: string;
  readonly content: MessageContent;
}

export async function askSend(call: AnyCall, asking: Asking): Promise<Answer> {
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
  if (kind === undefined) return run(asking.operation, call);
  return runAsTold(call, asking, { conversation, kind, sender, content, edits: 0 });
}

interface EditArgs {
  readonly conversation: string;
  readonly seq: number;
  readonly content: MessageContent;
}

export async function askEdit(call: AnyCall, asking: Asking): Promise<Answer> {
  const { conversation, seq, content } = call.args as unknown as EditArgs;
  requireContent(content);
  const repeated = await findRepeated(call, asking);
  if (repeated !== undefined) return repeated;
  const sender = call.caller.user;
  const name = { conversation: conversationId(conversation), user: sender, seq };
  const kind = await call.read(readEditing, name);
  // Somebody else's: the operation refuses it.
  if (kind === undefined) return run(asking.operation, call);
  return runAsTold(call, asking, { conversation, kind, sender, content, edits: seq });
}

interface ForwardArgs {
  readonly conversation: string;
  readonly seqs: readonly number[];
  readonly to: readonly string[];
}

/** Each copy is asked about where it is to stand. A new text is of no use here: a copy says what the original says. */
export async function askForward(call: AnyCall, asking: Asking): Promise<Answer> {
  const repeated = await findRepeated(call, asking);
  if (repeated !== undefined) return repeated;
  const { conversation, seqs, to } = call.args as unknown as ForwardArgs;
  const sender = call.caller.user;
  const copies = await call.read(readForwarding, {
    conversation: conversationId(conversation),
    user: sender,
    seqs: [...new Set(seqs)],
    to: [...new Set(to)].map(conversationId),
  });
  for (const { target, kind, content } of copies) {
    const event = {
      conversation: target,
      kind: Kind[kind],
      sender,
      text: wordsOf(content),
      edits: 0,
    };
    await asking.runner.ask('send', event, { where: whereOf(call), check: () => undefined });
  }
  return run(asking.operation, call);
}

interface Said {
  readonly conversation: string;
  readonly kind: Kind;
  readonly sender: string;
  readonly content: MessageContent;
  readonly edits: number;
}

async function runAsTold(
  call: AnyCall,
  { operation, runner }: Asking,
  { kind, content, ...said }: Said,
): Promise<Answer> {
  const event = { ...said, kind: Kind[kind], text: wordsOf(content) };
  const where = whereOf(call);
  const { text } = await runner.ask('send', event, {
    where,
    check: (changed) => checkText(operation, call, changed),
  });
  if (text === event.text) return run(operation, call);
  if (content.case === 'media') {
    const value = { ...content.value, text };
    return run(operation, withArgs(call, { content: { case: 'media', value } }));
  }
  if (content.case !== 'text') return run(operation, call);
  return run(operation, withArgs(call, { content: { case: 'text', value: text } }));
}

/** A retry of what is stored already asks nobody. */
async function findRepeated(call: AnyCall, { operation }: Asking): Promise<Answer | undefined> {
  return (await operation.repeated?.(call as never)) as Answer | undefined;
}

/** What a hook makes of a message must be one. */
function checkText({ method }: Operation, { args }: AnyCall, { text }: Event): void {
  const content: MessageContent = { case: 'text', value: text as string };
  checkLimits(method, { ...args, content } as never);
  requireContent(content);
}
