// Who is writing (volatile class): told to those sockets that watch the conversation, or the user in a direct one, at most
// once a second unless it has changed; a slow socket hears none of it.
import { create } from '@bufbuild/protobuf';
import {
  Conversation_Kind as Kind,
  EventSchema,
  type AppId,
  type ConversationId,
  type UserId,
} from '@hubbub/protocol';
import type { TypingEmission } from '../ports/bus.ts';
import { subjectOf } from './elsewhere.ts';
import { encodeFor, type Encoded } from './encoded.ts';
import type { LocalUser, Recipient, Stream } from './local.ts';

const pauseMs = 1000;
/** So many writers are remembered before those that have paused are forgotten. */
const mostRemembered = 10_000;

interface Known {
  stream(app: AppId, conversation: ConversationId): Stream | undefined;
  user(app: AppId, user: UserId): LocalUser | undefined;
}

interface Told {
  readonly at: number;
  readonly stopped: boolean;
}

export class Typing {
  readonly #told = new Map<string, Told>();

  constructor(private readonly elapsed: () => number) {}

  tell(emission: TypingEmission, routes: Known): void {
    const { app, conversation, user, stopped, to } = emission;
    const stream = routes.stream(app, conversation);
    if (stream === undefined || !this.#isNews(emission)) return;
    const value = { conversation, user, stopped };
    const encoded: Encoded = {
      event: create(EventSchema, { event: { case: 'typing', value } }),
    };
    const subject = subjectOf(app, user);
    const isLooking = (one: Recipient) =>
      one.watching.has(stream) || (stream.kind === Kind.DIRECT && one.asking.has(subject));
    for (const id of to) {
      const listener = routes.user(app, id);
      // What was read of who is a member may be older than a removal.
      if (listener === undefined || !stream.users.has(listener)) continue;
      for (const connection of listener.connections)
        if (!connection.slow && connection.hasAsked && isLooking(connection))
          connection.send(encodeFor(connection.codec, encoded));
    }
  }

  #isNews({ app, conversation, user, stopped }: TypingEmission): boolean {
    const key = `${subjectOf(app, conversation)}/${user}`;
    const before = this.#told.get(key);
    const at = this.elapsed();
    const isPausing = before !== undefined && at - before.at < pauseMs;
    if (isPausing && before.stopped === stopped) return false;
    if (this.#told.size >= mostRemembered) this.#forgetPaused(at);
    this.#told.set(key, { at, stopped });
    return true;
  }

  #forgetPaused(now: number): void {
    for (const [key, { at }] of this.#told) if (now - at >= pauseMs) this.#told.delete(key);
  }
}
