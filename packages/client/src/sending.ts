// Messages that the user has sent and the server has not confirmed: shown at once, sent in order, again and again with
// the same clientMsgId until there is an answer, and kept across a reload where there is a storage.
import type { Media, OperationError, Voice } from '@hubbub/protocol';
import { randomKey, type KeyStorage } from './options.ts';

/** What was uploaded, and what its sender says of it (docs/attachments.md). */
export interface SentMedia extends Pick<
  Media,
  'id' | 'type' | 'size' | 'width' | 'height' | 'name'
> {
  /** What is to be seen. */
  readonly alt?: string;
  /** It was spoken to be heard as a message. */
  readonly voice?: Pick<Voice, 'durationMs' | 'loudness'>;
}

/** What a message may have besides its text. */
export interface SendOptions {
  /** Up to nine pictures, or one of anything else; then the text may be empty. */
  readonly media?: readonly SentMedia[];
  /** seq of the message that it answers. */
  readonly replyTo?: number;
  /** Ids of members whom it calls by name. */
  readonly mentions?: readonly string[];
  /** It calls everybody: in rooms and groups the right of owner and admins. */
  readonly mentionsAll?: boolean;
}

export interface PendingMessage extends SendOptions {
  readonly clientMsgId: string;
  readonly conversation: string;
  readonly text: string;
  readonly createdAt: Date;
  readonly status: 'sending' | 'failed';
  /** Why it failed. */
  readonly error?: OperationError;
}

interface Stored extends SendOptions {
  readonly clientMsgId: string;
  readonly conversation: string;
  readonly text: string;
  readonly createdAt: string;
}

export interface SendingOwner {
  /** Resolves when the message is in the state; rejects when the server does not want it. */
  deliver(message: PendingMessage): Promise<void>;
  changed(conversation: string): void;
}

const none: readonly PendingMessage[] = [];

export class Sending {
  readonly #pending = new Map<string, readonly PendingMessage[]>();
  #storeKey: string | undefined;

  constructor(
    readonly owner: SendingOwner,
    readonly storage: KeyStorage | undefined,
  ) {}

  of(conversation: string): readonly PendingMessage[] {
    return this.#pending.get(conversation) ?? none;
  }

  send(conversation: string, text: string, options: SendOptions = {}): PendingMessage {
    const message = {
      ...options,
      clientMsgId: randomKey(),
      conversation,
      text,
      createdAt: new Date(),
      status: 'sending',
    } as const;
    this.#put(message);
    this.#store();
    this.#deliver(message);
    return message;
  }

  retry(conversation: string, clientMsgId: string): void {
    const message = this.of(conversation).find((one) => one.clientMsgId === clientMsgId);
    if (message?.status !== 'failed') return;
    const { error, ...rest } = message;
    // A key that names another message already would be refused for ever.
    if (error?.reason === 'KEY_REUSED') {
      this.discard(conversation, clientMsgId);
      this.send(conversation, message.text, optionsOf(message));
      return;
    }
    const again = { ...rest, status: 'sending' } as const;
    this.#put(again);
    this.#deliver(again);
  }

  discard(conversation: string, clientMsgId: string): void {
    const left = this.of(conversation).filter((one) => one.clientMsgId !== clientMsgId);
    if (left.length === 0) this.#pending.delete(conversation);
    else this.#pending.set(conversation, left);
    this.#store([clientMsgId]);
    this.owner.changed(conversation);
  }

  /** Logged in as this user: what was waiting when the page was left is sent now. */
  open(user: string): void {
    const key = `hubbub.pending.${user}`;
    if (this.#storeKey === key) return;
    this.#pending.clear();
    this.#storeKey = key;
    for (const { createdAt, ...rest } of this.#stored()) {
      const message = { ...rest, createdAt: new Date(createdAt), status: 'sending' } as const;
      this.#put(message);
      this.#deliver(message);
    }
  }

  /** Logged out: nothing of it stays behind. */
  forget(): void {
    if (this.#storeKey !== undefined) this.storage?.removeItem(this.#storeKey);
    this.close();
  }

  close(): void {
    this.#storeKey = undefined;
    this.#pending.clear();
  }

  #deliver(message: PendingMessage): void {
    const { conversation, clientMsgId } = message;
    const failed = (error: OperationError) => {
      if (this.of(conversation).some((one) => one.clientMsgId === clientMsgId))
        this.#put({ ...message, status: 'failed', error });
    };
    this.owner.deliver(message).then(() => this.discard(conversation, clientMsgId), failed);
  }

  #put(message: PendingMessage): void {
    const held = this.of(message.conversation);
    const isHeld = held.some((one) => one.clientMsgId === message.clientMsgId);
    const next = isHeld
      ? held.map((one) => (one.clientMsgId === message.clientMsgId ? message : one))
      : [...held, message];
    this.#pending.set(message.conversation, next);
    this.owner.changed(message.conversation);
  }

  #stored(): Stored[] {
    try {
      const text = this.#storeKey === undefined ? null : this.storage?.getItem(this.#storeKey);
      return JSON.parse(text ?? '[]') as Stored[];
    } catch {
      // Unreadable or closed to us (private windows): then nothing is kept.
      return [];
    }
  }

  /** Other tabs keep theirs in the same place: only what is ours is added or taken away. */
  #store(done: readonly string[] = []): void {
    if (this.storage === undefined || this.#storeKey === undefined) return;
    const mine = [...this.#pending.values()]
      .flat()
      .map(({ clientMsgId, conversation, text, createdAt, ...rest }) => ({
        clientMsgId,
        conversation,
        text,
        createdAt: createdAt.toISOString(),
        ...optionsOf(rest),
      }));
    const ours = new Set([...done, ...mine.map((one) => one.clientMsgId)]);
    const others = this.#stored().filter((one) => !ours.has(one.clientMsgId));
    try {
      this.storage.setItem(this.#storeKey, JSON.stringify([...others, ...mine]));
    } catch {
      // Full: the message is sent all the same, it just does not survive a reload.
    }
  }
}

export function optionsOf({ media, replyTo, mentions, mentionsAll }: SendOptions): SendOptions {
  return {
    ...(media !== undefined && { media }),
    ...(replyTo !== undefined && { replyTo }),
    ...(mentions !== undefined && { mentions }),
    ...(mentionsAll !== undefined && { mentionsAll }),
  };
}
