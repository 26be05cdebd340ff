import { create } from '@bufbuild/protobuf';
import { conversationId, EventSchema, MarkService, type UserId } from '@hubbub/protocol';
import type { Emission } from '../../ports/bus.ts';
import type { Marks } from '../../rules/mark.ts';
import { setMarks } from '../../store/mark-store.ts';
import { emissionsOf } from '../emission.ts';
import type { UserCall, UserOperation } from '../operation.ts';

/** The user's own devices hear of it on SELF; in small conversations the other members are told, without repair. */
export const set: UserOperation<typeof MarkService.method.set> = {
  method: MarkService.method.set,
  who: 'user',
  guests: true,
  cost: 1,
  idempotency: 'natural',
  async run(call) {
    const { read, delivered, unread } = call.args;
    const conversation = conversationId(call.args.conversation);
    const { user } = call.caller;
    const { marks, stream, isShared } = await call.write(setMarks, {
      conversation,
      user,
      read,
      delivered,
      unread,
    });
    const emissions: Emission[] = emissionsOf(call.app, [stream]);
    if (isShared) emissions.push(markEmission(call, { user, marks }));
    const { markedUnread, ...seqs } = marks;
    return { result: { ...seqs, unread: markedUnread }, emissions };
  },
};

type Call = UserCall<{ readonly conversation: string }>;

function markEmission(
  { app, args }: Pick<Call, 'app' | 'args'>,
  { user, marks: { read, delivered } }: { user: UserId; marks: Marks },
): Emission {
  const conversation = conversationId(args.conversation);
  const mark = { conversation, user, read, delivered };
  const event = create(EventSchema, { event: { case: 'mark', value: mark } });
  return { type: 'live', app, to: { members: conversation }, event };
}
