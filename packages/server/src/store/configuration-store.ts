// What a user has chosen for a conversation: one SELF item each, which nobody but its user reads.
import { equals } from '@bufbuild/protobuf';
import {
  ConfigurationSchema,
  Item_Kind,
  selfOf,
  type Configuration,
  type ConversationId,
  type UserId,
} from '@hubbub/protocol';
import { configure, type ConfigureRequest } from '../rules/configuration.ts';
import { requireMember } from '../rules/conversation.ts';
import { lockHead, readPlace } from './conversation-store.ts';
import { readItem, toItem, writeItem } from './item-store.ts';
import type { Write } from './statement.ts';
import type { StreamChange } from './stream.ts';

interface Configuring extends ConfigureRequest {
  readonly conversation: ConversationId;
  readonly user: UserId;
  readonly now: number;
}

interface Outcome {
  readonly configuration: Configuration;
  /** Undefined when it stood like that already. */
  readonly stream: StreamChange | undefined;
}

export const configureConversation: Write<Configuring, Outcome> = {
  name: 'conversation.configure',
  locks: ({ user }) => ({ users: [user] }),
  *run(_tx, { conversation, user, now, ...request }) {
    const place = yield* readPlace(conversation, user);
    requireMember(place);
    const { version } = yield* lockHead(selfOf(user));
    const target = place.head.id;
    const row = yield* readItem(user, Item_Kind.CONFIGURATION, target);
    const before = row && toItem(row).configuration;
    const moment = { seq: place.head.seq, version: version + 1, now };
    const configuration = configure(before, request, moment);
    if (before && equals(ConfigurationSchema, before, configuration))
      return { configuration, stream: undefined };
    const item = { kind: Item_Kind.CONFIGURATION, target, value: { configuration } };
    return { configuration, stream: yield* writeItem(user, item) };
  },
};
