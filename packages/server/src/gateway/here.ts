// Who is here, on whatever node: those on this one are known by their sockets, those on others from elsewhere.ts.
import {
  Conversation_Kind as Kind,
  type AppId,
  type ConversationId,
  type UserId,
} from '@hubbub/protocol';
import { subjectOf, type Elsewhere } from './elsewhere.ts';
import type { LocalUser, Stream } from './local.ts';
import { shows } from './sight.ts';

/** Who hears what on this node (routes.ts). */
export interface Known {
  readonly streams: Iterable<Stream>;
  stream(app: AppId, conversation: ConversationId): Stream | undefined;
  user(app: AppId, user: UserId): LocalUser | undefined;
}

export class Here {
  routes: Known | undefined;
  /** Undefined while there are no other nodes. */
  elsewhere: Elsewhere | undefined;

  /** Everybody in the stream, on whatever node, once. */
  *inStream(stream: Stream): Iterable<UserId> {
    for (const user of stream.users) if (shows(user, stream)) yield user.id;
    const subject = subjectOf(stream.app, stream.conversation);
    for (const user of this.elsewhere?.users(subject) ?? [])
      if (!this.#isInStreamHere(stream, user)) yield user;
  }

  countOf(stream: Stream): number {
    if (this.elsewhere === undefined)
      return stream.users.size - (stream.kind === Kind.DIRECT ? 0 : stream.hiding);
    let count = 0;
    for (const _ of this.inStream(stream)) count += 1;
    return count;
  }

  countFor({ apart }: LocalUser, stream: Stream): number {
    let count = this.countOf(stream);
    for (const user of apart) if (this.isInStream(stream, user)) count -= 1;
    return count;
  }

  #isInStreamHere(stream: Stream, user: UserId): boolean {
    const local = this.routes?.user(stream.app, user);
    return local !== undefined && stream.users.has(local) && shows(local, stream);
  }

  isInStream(stream: Stream, user: UserId): boolean {
    const subject = subjectOf(stream.app, stream.conversation);
    return this.#isInStreamHere(stream, user) || this.elsewhere?.has(subject, user) === true;
  }

  isOnline(app: AppId, user: UserId): boolean {
    return (
      this.routes?.user(app, user) !== undefined ||
      this.elsewhere?.has(subjectOf(app, user), user) === true
    );
  }

  /** Of a subject that is a user. */
  userOf(key: string): LocalUser | undefined {
    const slash = key.lastIndexOf('/');
    return this.routes?.user(key.slice(0, slash) as AppId, key.slice(slash + 1) as UserId);
  }
}
