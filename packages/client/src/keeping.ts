// The archive as the client uses it: loaded once, and only where there is one. It may fail at any time; then nothing is kept.
import type { User } from '@hubbub/protocol';
import type { Archive, KeptSession } from './archive/archive.ts';
import type { Session } from './session.ts';

export class Keeping {
  #archive: Promise<Archive | undefined> | undefined;

  constructor(readonly load: (() => Promise<Archive>) | undefined) {}

  async restore(): Promise<KeptSession | undefined> {
    return (await this.#open())?.load();
  }

  /** What this session holds is kept from now on. */
  async follow(session: Session, user: User): Promise<void> {
    const archive = await this.#open();
    if (archive === undefined || session.isClosed) return;
    session.following = archive.follow(user, session.holdings);
  }

  /** The login has ended: nothing stays behind. */
  async wipe(): Promise<void> {
    await (await this.#open())?.wipe();
  }

  #open(): Promise<Archive | undefined> {
    return (this.#archive ??= Promise.resolve(this.load?.()).catch(() => undefined));
  }
}
