// Ids on the wire: a prefix and eleven characters that stand for 53 random bits. Text order is number order, so a range
// of ids is a range of keys; the store keeps the numbers.
declare const kind: unique symbol;
export type Id<P extends string> = string & { readonly [kind]: P };

export type UserId = Id<'usr'>;
export type DeviceId = Id<'dev'>;
export type ConversationId = Id<'cnv'>;
export type KeyId = Id<'key'>;
/** Games that a program registers under ids of its own are called otherwise. */
export type GameId = Id<'gam'>;
export type MediaId = Id<'med'>;
/** A file that comes in chunks. */
export type UploadId = Id<'upl'>;
export type MomentId = Id<'mom'>;
/** A like or a comment. */
export type InteractionId = Id<'int'>;
/** A link into a group. */
export type InviteId = Id<'inv'>;
export type ReportId = Id<'rep'>;
/** An app is named by its operator: "main", "shop". */
export type AppId = Id<'app'>;

export type IdPrefix =
  | 'usr'
  | 'dev'
  | 'cnv'
  | 'key'
  | 'gam'
  | 'med'
  | 'mom'
  | 'int'
  | 'pky'
  | 'exp'
  | 'inv'
  | 'rep'
  | 'upl';

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';
const length = 11;
const underscore = 95;
const digits = new Int8Array(128).fill(-1);
for (let i = 0; i < alphabet.length; i += 1) digits[alphabet.charCodeAt(i)] = i;

/**
 * Made in one piece: a text put together character by character is kept by the engine as the tree of its parts, and a
 * server holds ids for as long as its sockets live.
 *
 * @param key an integer from 0 to 2^53 - 1
 */
export function formatId<P extends IdPrefix>(prefix: P, key: number): Id<P> {
  const high = Math.floor(key / 2 ** 30);
  const low = key % 2 ** 30;
  return String.fromCharCode(
    prefix.charCodeAt(0),
    prefix.charCodeAt(1),
    prefix.charCodeAt(2),
    underscore,
    digit(high, 20),
    digit(high, 15),
    digit(high, 10),
    digit(high, 5),
    digit(high, 0),
    digit(low, 25),
    digit(low, 20),
    digit(low, 15),
    digit(low, 10),
    digit(low, 5),
    digit(low, 0),
  ) as Id<P>;
}

function digit(part: number, shift: number): number {
  return alphabet.charCodeAt((part >>> shift) & 31);
}

/** The key in an id, or undefined for anything that is no id of this prefix. */
export function parseId(prefix: IdPrefix, id: string): number | undefined {
  if (
    id.length !== prefix.length + 1 + length ||
    !id.startsWith(prefix) ||
    id[prefix.length] !== '_'
  )
    return undefined;
  let key = 0;
  for (let i = prefix.length + 1; i < id.length; i += 1) {
    const digit = digits[id.charCodeAt(i)] ?? -1;
    if (digit < 0) return undefined;
    key = key * 32 + digit;
  }
  return key <= Number.MAX_SAFE_INTEGER ? key : undefined;
}

/** 53 bits from the system's random source. */
export function randomKey(): number {
  const [high, low] = crypto.getRandomValues(new Uint32Array(2)) as Uint32Array & [number, number];
  return (high & 0x1fffff) * 0x100000000 + low;
}

/** A user's SELF conversation has the user's own key. */
export function selfOf(user: UserId): ConversationId {
  return `cnv${user.slice(3)}` as ConversationId;
}

/** A whisper of the type system only: the text was checked by the limits of the contract. */
export function conversationId(text: string): ConversationId {
  return text as ConversationId;
}
export function userId(text: string): UserId {
  return text as UserId;
}
export function gameId(text: string): GameId {
  return text as GameId;
}
export function deviceId(text: string): DeviceId {
  return text as DeviceId;
}
export function mediaId(text: string): MediaId {
  return text as MediaId;
}
export function momentId(text: string): MomentId {
  return text as MomentId;
}
export function interactionId(text: string): InteractionId {
  return text as InteractionId;
}
