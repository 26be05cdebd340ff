import { create } from '@bufbuild/protobuf';
import {
  Audience_Kind as AudienceKind,
  AudienceSchema,
  formatId,
  MomentService,
  randomKey,
  type Audience,
} from '@hubbub/protocol';
import { cleanTags } from '../../rules/contact.ts';
import { requireAudience, requireSomething } from '../../rules/moment.ts';
import { findPosted, postMoment } from '../../store/post-store.ts';
import type { UserOperation } from '../operation.ts';

/** On the author's own timeline at once, on those of friends a moment later (fill.ts). */
export const post: UserOperation<typeof MomentService.method.post> = {
  method: MomentService.method.post,
  who: 'user',
  cost: 5,
  idempotency: 'clientKey',
  async run(call) {
    const { text, media, clientKey } = call.args;
    requireSomething(text, media.length);
    const id = formatId('mom', randomKey());
    const result = await call.write(postMoment, {
      id,
      author: call.caller.user,
      text,
      media,
      audience: audienceIn(call.args.audience),
      // Without a key of the client's, the id is one for this call alone.
      clientKey: clientKey === '' ? id : clientKey,
      digest: call.digest,
      outboxId: randomKey(),
    });
    return { result, owes: true };
  },
  async repeated(call) {
    const { clientKey } = call.args;
    if (clientKey === '') return undefined;
    const key = { author: call.caller.user, clientKey, digest: call.digest };
    const result = await call.read(findPosted, key);
    return result && { result };
  },
};

function audienceIn(given: Audience | undefined): Audience {
  const { kind = 0, users = [], tags = [] } = given ?? {};
  const audience = create(AudienceSchema, {
    kind: kind || AudienceKind.FRIENDS,
    users: [...new Set(users)],
    tags: [...cleanTags(tags)],
  });
  requireAudience(audience);
  return audience;
}
