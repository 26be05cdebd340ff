// What a row of the matrix says, and the words that the rows (rows.ts) are made of.
import type { Caller } from './callers.ts';

/** Where it is tried, and who is there. What a kind of place does not have is empty. */
export interface Place {
  readonly owner: string;
  readonly member: string;
  readonly stranger: string;
  readonly blocked: string;
  readonly robot: string;
  /** Nobody who calls. */
  readonly spare: string;
  /** Never the same twice. */
  readonly fresh: string;
  /** Of the owner, new; the member is in it, the ex-member was and the stranger never. Only in ROOM and GROUP. */
  readonly conversation: string;
  /** One of the owner's. Only in DEVICE. */
  readonly device: string;
  /** Of the app `spare`, which is not suspended. Only in APP. */
  readonly key: string;
  /** Of the owner, for friends, with a picture and a comment of the member's. Only in FRIENDS. */
  readonly moment: string;
  readonly media: string;
  readonly comment: string;
  /** Private; owner and member are seated, the ex-member was. Only in GAME. */
  readonly game: string;
  readonly code: string;
  /** The owner's link and its code, and somebody who has asked to come in. Only in INVITED. */
  readonly invite: string;
  readonly invitation: string;
  readonly applicant: string;
}

/** FRIENDS and GAME are among people nobody has used. */
export type Kind =
  'NOWHERE' | 'ROOM' | 'GROUP' | 'INVITED' | 'TOTP' | 'DEVICE' | 'APP' | 'FRIENDS' | 'GAME';

type Args = (place: Place, caller: Caller) => object;
/** 'ok' or the reason of a refusal. */
export type Expected = string;

export interface Row {
  readonly args: Args;
  readonly kind: Kind;
  /** Changes nothing that another attempt would see: all try it in one place. */
  readonly reads?: true;
  /** Whoever calls it is gone: the next attempt has new ones. */
  readonly ends?: true;
  /** By users, in their order in callers.ts. */
  readonly users?: readonly Expected[];
  /** For all who may call it at all, where that makes no difference. */
  readonly all?: Expected;
}

export const all = (args: Args, expected: Expected = 'ok'): Row => ({
  args,
  kind: 'NOWHERE',
  all: expected,
});
export const ofApp = (args: Args): Row => ({ ...all(args), kind: 'APP' });

/**
 * What is about nobody but the caller; outcomes by words: stranger, member, ex-member, owner, blocked, other app, and where they
 * are tried muted, admin and banned.
 */
export function own(args: Args, outcomes: string): Row {
  return { args, kind: 'NOWHERE', users: outcomes.split(' ') };
}

/** Its existence is public. */
export function inRoom(args: Args, outcomes: string): Row {
  return { ...own(args, outcomes), kind: 'ROOM' };
}

export function inGroup(args: Args, outcomes: string): Row {
  return { ...own(args, outcomes), kind: 'GROUP' };
}

export function inInvited(args: Args, outcomes: string): Row {
  return { ...own(args, outcomes), kind: 'INVITED' };
}

export function onDevice(args: Args, outcomes: string): Row {
  return { ...own(args, outcomes), kind: 'DEVICE' };
}

/** Among friends, each time new ones: what is called here changes who is whose friend. */
export function amongFriends(args: Args, outcomes: string): Row {
  return { ...own(args, outcomes), kind: 'FRIENDS' };
}

/** About a conversation, by who is in none. */
export const ofOperator = (args: Args): Row => ({ ...all(args), kind: 'ROOM' });
export const reading = (row: Row): Row => ({ ...row, reads: true });

export function inGame(args: Args, outcomes: string): Row {
  return { ...own(args, outcomes), kind: 'GAME' };
}

export const it: Args = ({ conversation }) => ({ conversation });
export const none: Args = () => ({});
export const main: Args = () => ({ name: 'main' });
/** Whom it is about: the owner, and for the owner the one they have blocked. */
export const peer = ({ owner, blocked }: Place, caller: Caller) =>
  caller === 'owner' || caller === 'act' ? blocked : owner;
export const toPeer: Args = (place, caller) => ({ user: peer(place, caller) });
export const theMoment: Args = ({ moment }) => ({ moment });
export const theGame: Args = ({ game }) => ({ game });
export const membersOnly = 'NOT_A_MEMBER ok NOT_A_MEMBER ok NOT_A_MEMBER UNKNOWN';
export const members = `${membersOnly} ok ok`;
export const voices = `${membersOnly} MUTED ok`;
export const everyone = 'ok ok ok ok ok ok';
export const everyoneThere = `${everyone} ok ok`;
export const known = 'ok ok ok ok ok UNKNOWN';
export const friends = 'UNKNOWN ok ok ok UNKNOWN UNKNOWN';
export const players = 'UNKNOWN ok UNKNOWN ok UNKNOWN UNKNOWN';
export const staff = 'UNKNOWN ROLE UNKNOWN ok UNKNOWN UNKNOWN ROLE ok';
export const ownerOnly = 'UNKNOWN ROLE UNKNOWN ok UNKNOWN UNKNOWN ROLE ROLE';
export const each = (outcome: Expected) => Array.from({ length: 6 }, () => outcome).join(' ');
export const unknown = each('UNKNOWN');
