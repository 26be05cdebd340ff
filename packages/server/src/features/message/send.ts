// The message path's own rule: what a message must hold. Everything else that can refuse it needs the transaction and stands
// in store/message-store.ts. It sends nothing: dispatch replies and then publishes what is returned here.
import { conversationId, MessageService, type Change } from '@hubbub/protocol';
import { requireContent } from '../../rules/message.ts';
import { findSent, sendMessage } from '../../store/message-store.ts';
import type { StreamChange } from '../../store/stream.ts';
import { eachOnce } from '../conversation/users.ts';
import { emissionsOf } from '../emission.ts';
import type { UserOperation } from '../operation.ts';

/** By itself: what looks for one in `run` would be held while the write waits (docs/adr/0056). */
function changeOf(conversation: string, streams: readonly StreamChange[]): Change | undefined {
  return streams.find((stream) => stream.conversation === conversation)?.change;
}

export const send: UserOperation<typeof MessageService.method.send> = {
  method: MessageService.method.send,
  who: 'user',
  guests: true,
  cost: 1,
  idempotency: 'clientMsgId',
  async run(call) {
    const { conversation, clientMsgId, content, replyTo, mentionsAll } = call.args;
    requireContent(content);
    const { message, repeated, streams } = await call.write(sendMessage, {
      conversation: conversationId(conversation),
      sender: call.caller.user,
      clientMsgId,
      digest: call.digest,
      content,
      replyTo,
      mentions: eachOnce(call.args.mentions),
      mentionsAll,
    });
    const change = changeOf(conversation, streams);
    return {
      result: { message, repeated, ...(change && { change }) },
      emissions: emissionsOf(call.app, streams),
    };
  },
  async repeated(call) {
    const { conversation, clientMsgId } = call.args;
    const sent = await call.read(findSent, {
      conversation: conversationId(conversation),
      sender: call.caller.user,
      clientMsgId,
      digest: call.digest,
    });
    return sent && { result: { message: sent.message, repeated: true } };
  },
};
