// What after-hooks are told of an operation: its own result for a message, and the emissions for who came in or went, in
// whatever way that happened.
import { timestampDate } from '@bufbuild/protobuf/wkt';
import {
  Conversation_Kind as Kind,
  Reason_Code,
  type Message,
  type OperationName,
  type User,
} from '@hubbub/protocol';
import type { StreamEmission } from '../ports/bus.ts';
import type { Told } from './after.ts';
import { wordsOf } from './words.ts';
import { whereOf, type AnyCall, type Answer } from './call.ts';
import type { HookRunner } from './runner.ts';

export function tell(
  op: OperationName,
  { call, answer, runner }: { call: AnyCall; answer: Answer; runner: HookRunner },
): void {
  const streams = (answer.emissions ?? []).filter((emission) => emission.type === 'stream');
  if (op === 'account.signUp') runner.tell(signedUp(call, answer));
  const { message, messages = [message] } = answer.result as {
    message?: Message;
    messages?: Message[];
  };
  if (op === 'message.send' || op === 'message.forward')
    for (const one of messages) for (const told of sent(call, one, streams)) runner.tell(told);
  for (const stream of streams) for (const told of moved(call, stream)) runner.tell(told);
}

function signedUp(call: AnyCall, { result }: Answer): Told {
  const { id: user, username, displayName } = result['user'] as User;
  const event = { user, username, displayName };
  return { name: 'signUp', event, where: whereOf(call), key: user, version: 0 };
}

function* sent(
  call: AnyCall,
  message: Message | undefined,
  streams: readonly StreamEmission[],
): Generator<Told> {
  if (message === undefined) return;
  const { conversation, seq = 0, version = 0, sender, content, createdAt } = message;
  const own = streams.find((stream) => stream.conversation === conversation);
  if (own === undefined || createdAt === undefined) return; // A retry.
  const event = {
    conversation,
    kind: Kind[own.kind],
    sender,
    text: wordsOf(content),
    seq,
    sentAt: timestampDate(createdAt),
  };
  yield { name: 'send', event, where: whereOf(call), key: conversation, version };
}

function* moved(
  call: AnyCall,
  { conversation, kind, change, audience, joined, left }: StreamEmission,
): Generator<Told> {
  const where = whereOf(call);
  const by = call.caller.user;
  for (const membership of joined)
    for (const user of audience) {
      const { conversation: key, version } = membership;
      const event = { conversation: key, kind: Kind[membership.kind], user, by };
      yield { name: 'join', event, where, key, version };
    }
  for (const user of left) {
    const { left: reason = Reason_Code.LEFT } =
      change.members.find((member) => member.user === user) ?? {};
    const event = { conversation, kind: Kind[kind], user, by, reason: Reason_Code[reason] };
    yield { name: 'leave', event, where, key: conversation, version: change.version ?? 0 };
  }
}
