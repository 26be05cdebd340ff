import {
  AppKey_Scope,
  conversationId,
  MessageService,
  OperationError,
  parseId,
  randomKey,
  userId,
  type MessageBroadcastRequest,
  type UserId,
} from '@hubbub/protocol';
import { requireContent } from '../../rules/message.ts';
import { oweBroadcast, sendBySystem } from '../../store/broadcast-store.ts';
import { emissionsOf } from '../emission.ts';
import type { Call, ServiceOperation } from '../operation.ts';
import { sendTo, textIn } from './broadcast-slice.ts';

type Broadcast = ServiceOperation<typeof MessageService.method.broadcast>;
type BroadcastCall = Call<MessageBroadcastRequest>;

const usersPerSlice = 100;

/** One message goes at once; many are owed from the commit on, and go out from the outbox. */
export const broadcast: Broadcast = {
  method: MessageService.method.broadcast,
  who: 'service',
  scope: AppKey_Scope.SEND,
  cost: 1,
  idempotency: 'clientKey',
  doors: ['http', 'grpc'],
  async run(call) {
    const { into, users, content } = call.args;
    requireContent(content);
    if ((into === '') === (users.length === 0))
      throw new OperationError('FIELD', 'either into or users');
    if (into !== '') return await sendInto(call, into);
    const [first, ...others] = new Set(users.map(userId));
    if (first !== undefined && others.length === 0) return await sendToOne(call, first);
    return await owe(call, [...new Set(users.map(userId))]);
  },
};

async function sendInto(call: BroadcastCall, into: string): ReturnType<Broadcast['run']> {
  if (parseId('cnv', into) === undefined) throw new OperationError('UNKNOWN');
  const { sender, clientKey, content } = call.args;
  const { message, repeated, streams } = await call.write(sendBySystem, {
    conversation: conversationId(into),
    sender: userId(sender),
    clientMsgId: `b:${clientKey}`,
    digest: call.digest,
    content,
  });
  return { result: { message, repeated }, emissions: emissionsOf(call.app, streams) };
}

async function sendToOne(call: BroadcastCall, user: UserId): ReturnType<Broadcast['run']> {
  const sent = await sendTo(call, { ...sliceOf(call), user });
  return {
    result: { message: sent.message, repeated: sent.repeated },
    emissions: emissionsOf(call.app, sent.streams),
  };
}

async function owe(call: BroadcastCall, users: readonly UserId[]): ReturnType<Broadcast['run']> {
  const { clientKey } = call.args;
  const common = sliceOf(call);
  const slices = [];
  for (let i = 0; i < users.length; i += usersPerSlice)
    slices.push({
      id: randomKey(),
      slice: { ...common, users: users.slice(i, i + usersPerSlice) },
    });
  const { sender } = common;
  const { repeated } = await call.write(oweBroadcast, {
    sender,
    clientKey,
    digest: call.digest,
    slices,
  });
  return { result: { queued: users.length, repeated } };
}

function sliceOf({ args }: BroadcastCall) {
  const sender = userId(args.sender);
  return { sender, clientMsgId: `b:${args.clientKey}`, text: textIn(args.content) };
}
