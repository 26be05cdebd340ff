// Where the SDK keeps what it knows across restarts. The port; what stands behind it is loaded apart.
import type { Kept, Library, User } from '@hubbub/protocol';

export interface KeptSession extends Kept {
  readonly user: User;
}

/** Told of what changes in the holdings of one session. */
export interface Following {
  changed(conversation: string): void;
  usersChanged(): void;
  /** Nothing more is written. */
  stop(): void;
}

export interface Archive {
  /** Of whoever was here last; undefined when there is nothing, or nothing that this version can read. */
  load(): Promise<KeptSession | undefined>;
  /** From now on keeps what this user holds; what was kept of another one is gone. */
  follow(user: User, holdings: Library): Following;
  /** Nothing of anybody is left. */
  wipe(): Promise<void>;
}
