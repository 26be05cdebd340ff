import { create } from '@bufbuild/protobuf';
import {
  conversationId,
  EventSchema,
  MarkService,
  type ConversationId,
  type UserId,
} from '@hubbub/protocol';
import type { Emission, LiveEmission } from '../../ports/bus.ts';
import { setMarks, type Marked } from '../../store/mark-store.ts';
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
    const asked = { conversation, user, read, delivered, unread };
    const marked = await call.write(setMarks, asked);
    const emissions: Emission[] = emissionsOf(call.app, [marked.stream]);
    emissions.push(...tell(call, { ...marked, conversation, user }));
    const { markedUnread, ...seqs } = marked.marks;
    return { result: { ...seqs, unread: markedUnread }, emissions };
  },
};

type Told = Marked & { readonly conversation: ConversationId; readonly user: UserId };

/** Whoever does not share what was read, or is not shared with, hears only of what has arrived. */
function tell({ app }: Pick<UserCall<unknown>, 'app'>, told: Told): LiveEmission[] {
  const { conversation, user, audience, moved } = told;
  if (audience === undefined) return [];
  const { read, delivered } = told.marks;
  const make = (to: LiveEmission['to'], isWhole: boolean): LiveEmission => {
    const mark = { conversation, user, delivered, ...(isWhole && { read }) };
    const event = create(EventSchema, { event: { case: 'mark', value: mark } });
    return { type: 'live', app, to, event };
  };
  const { apart, halfway, isHidden } = audience;
  const emissions: LiveEmission[] = [];
  if (!isHidden)
    emissions.push(make({ members: conversation, except: [...apart, ...halfway] }, true));
  if (!moved.delivered) return emissions;
  if (isHidden) emissions.push(make({ members: conversation, except: apart }, false));
  else for (const one of halfway) emissions.push(make({ user: one }, false));
  return emissions;
}
