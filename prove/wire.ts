// The shapes of hubbub.json that devices read, as docs/protocol.md has them. Nothing here comes from the server's code.

export interface Reaction {
  readonly emoji: string;
  readonly count?: number;
}

export interface Message {
  readonly conversation: string;
  readonly seq: number;
  readonly version: number;
  readonly sender: string;
  readonly clientMsgId: string;
  readonly text?: string;
  readonly recalled?: boolean;
  readonly damaged?: boolean;
  readonly reactions?: readonly Reaction[];
  readonly media?: { readonly items: readonly { readonly media: { readonly id: string } }[] };
}

export interface Member {
  readonly user: string;
  readonly role?: string;
  readonly version: number;
  readonly left?: string;
}

export interface Own {
  readonly role?: string;
  readonly joinSeq?: number;
  readonly cleared?: number;
}

export interface Head {
  readonly id: string;
  readonly kind: string;
  readonly seq: number;
  readonly version: number;
  readonly own?: Own;
}

export interface Item {
  readonly kind: string;
  readonly key?: string;
  readonly removed?: boolean;
}

export interface Change {
  readonly conversation: string;
  readonly base: number;
  readonly version: number;
  readonly bare?: boolean;
  readonly reset?: boolean;
  readonly gone?: string;
  readonly more?: boolean;
  readonly head?: Head;
  readonly messages?: readonly Message[];
  readonly members?: readonly Member[];
  readonly items?: readonly Item[];
}

export interface Event {
  readonly change?: Change;
  readonly closing?: { readonly reason?: string };
  readonly game?: {
    readonly game: string;
    readonly message?: string;
    readonly moved?: boolean;
    readonly ended?: object;
  };
  readonly presence?: { readonly user: string; readonly online?: boolean };
}

export interface Refusal {
  readonly code: string;
  readonly reason: string;
  readonly retryable?: boolean;
}

/** What a reply may hold, of all the operations that devices call. */
export interface Body {
  readonly epoch?: string;
  readonly change?: Change;
  readonly changes?: readonly Change[];
  readonly next?: string;
  readonly message?: Message;
  readonly messages?: readonly Message[];
  readonly conversation?: Head;
  readonly more?: boolean;
  readonly game?: { readonly id: string };
}

/** A reply or an event. */
export interface Frame {
  readonly id?: number;
  readonly ok?: Body;
  readonly error?: Refusal;
  readonly event?: Event;
}

export type Args = Readonly<Record<string, unknown>>;

export interface Task {
  readonly op: string;
  readonly args: Args;
}

/** A user's SELF conversation has the user's own number. */
export function selfOf(user: string): string {
  return user.replace('usr_', 'cnv_');
}
