// What every operation answers to whom, by hand: the one place where an expectation is written down. Whether a kind of
// credential may call at all derives from the operation table (callers.ts); here stands what follows once it may. An
// operation without a row fails the test, and docs/authorization.md is made of both.
import type { OperationName } from '@hubbub/protocol';
import { png } from '../../e2e/friends.ts';
import type { Caller } from './callers.ts';

/** Where it is tried: a fresh conversation of the owner, in which the member is, the ex-member was and the stranger never. */
export interface Place {
  readonly conversation: string;
  readonly owner: string;
  readonly member: string;
  readonly stranger: string;
  readonly blocked: string;
  readonly robot: string;
  readonly device: string;
  readonly key: string;
  /** Never the same twice. */
  readonly fresh: string;
  /** Of the owner, for friends, with a picture and a comment of the member's. Only in FRIENDS. */
  readonly moment: string;
  readonly media: string;
  readonly comment: string;
  /** Private; owner and member are seated, the ex-member was. Only in GAME. */
  readonly game: string;
  readonly code: string;
}

/** Where a row is tried: a conversation, and for the last two people nobody has used and what is theirs. */
export type Kind = 'ROOM' | 'GROUP' | 'FRIENDS' | 'GAME';

type Args = (place: Place, caller: Caller) => object;
/** 'ok' or the reason of a refusal. */
export type Expected = string;

export interface Row {
  readonly args: Args;
  readonly kind?: Kind;
  /** Changes nothing: all try it in one place. */
  readonly reads?: true;
  /** Whoever calls it is gone: the next attempt has new ones. */
  readonly ends?: true;
  /** By users, in their order in callers.ts. */
  readonly users?: readonly Expected[];
  /** For all who may call it at all, where that makes no difference. */
  readonly all?: Expected;
}

const all = (args: Args, expected: Expected = 'ok'): Row => ({ args, all: expected });

/** In a room, whose existence is public; outcomes by words: stranger, member, ex-member, owner, blocked, other app. */
function inRoom(args: Args, outcomes: string): Row {
  return { args, kind: 'ROOM', users: outcomes.split(' ') };
}

function inGroup(args: Args, outcomes: string): Row {
  return { ...inRoom(args, outcomes), kind: 'GROUP' };
}

/** Among friends, each time new ones: what is called here changes who is whose friend. */
function amongFriends(args: Args, outcomes: string): Row {
  return { ...inRoom(args, outcomes), kind: 'FRIENDS' };
}

const reading = (row: Row): Row => ({ ...row, reads: true });

function inGame(args: Args, outcomes: string): Row {
  return { ...inRoom(args, outcomes), kind: 'GAME' };
}

const it: Args = ({ conversation }) => ({ conversation });
const none: Args = () => ({});
const main: Args = () => ({ name: 'main' });
/** Whom it is about: the owner, and for the owner the one they have blocked. */
const peer = ({ owner, blocked }: Place, caller: Caller) =>
  caller === 'owner' || caller === 'act' ? blocked : owner;
const toPeer: Args = (place, caller) => ({ user: peer(place, caller) });
const theMoment: Args = ({ moment }) => ({ moment });
const theGame: Args = ({ game }) => ({ game });
const members = 'NOT_A_MEMBER ok NOT_A_MEMBER ok NOT_A_MEMBER UNKNOWN';
const everyone = 'ok ok ok ok ok ok';
const known = 'ok ok ok ok ok UNKNOWN';
const friends = 'UNKNOWN ok ok ok UNKNOWN UNKNOWN';
const players = 'UNKNOWN ok UNKNOWN ok UNKNOWN UNKNOWN';
const staff = 'UNKNOWN ROLE UNKNOWN ok UNKNOWN UNKNOWN';
const each = (outcome: Expected) => Array.from({ length: 6 }, () => outcome).join(' ');
const unknown = each('UNKNOWN');

const said = ({ conversation }: Place) => ({ conversation, seq: 1 });
const poll = ({ conversation }: Place) => ({ conversation, seq: 2 });
const rightOfStaff = 'NOT_A_MEMBER ROLE NOT_A_MEMBER ok NOT_A_MEMBER UNKNOWN';
const rightOfSender = 'NOT_A_MEMBER SENDER NOT_A_MEMBER ok NOT_A_MEMBER UNKNOWN';

/** About a text and a poll of the owner's. Beyond being a member: `rights` of the protocol. */
const messageRows = {
  'message.edit': inRoom((place) => ({ ...said(place), text: 'hello!' }), rightOfSender),
  'message.edits': inRoom(said, members),
  'message.recall': inRoom(said, rightOfSender),
  'message.delete': inRoom(({ conversation }) => ({ conversation, seqs: [1] }), members),
  'message.react': inRoom((place) => ({ ...said(place), emoji: '👍', on: true }), members),
  'message.reactions': inRoom((place) => ({ ...said(place), emoji: '👍' }), members),
  'message.pin': inRoom(said, rightOfStaff),
  'message.unpin': inRoom(said, rightOfStaff),
  'message.pins': inRoom(it, members),
  'message.forward': inRoom(
    ({ conversation }) => ({ conversation, seqs: [1], to: [conversation] }),
    members,
  ),
  'message.vote': inRoom((place) => ({ ...poll(place), options: [1] }), members),
  'message.closePoll': inRoom(poll, rightOfSender),
  'conversation.clear': inRoom(it, members),
} as const satisfies Readonly<Partial<Record<OperationName, Row>>>;

export const rows: Readonly<Partial<Record<OperationName, Row>>> = {
  'account.signUp': all(({ fresh }) => ({ username: fresh, password: 'a long new phrase' })),
  'account.logIn': all(() => ({ username: 'nobody', password: 'a phrase' }), 'CREDENTIALS'),
  'session.open': all(none, 'NOT_LOGGED_IN'),
  'session.ticket': inRoom(none, everyone),
  'account.logOut': inRoom(none, everyone),
  'device.list': inRoom(none, everyone),
  'device.revoke': inRoom(
    ({ device }) => ({ device }),
    'UNKNOWN UNKNOWN UNKNOWN ok UNKNOWN UNKNOWN',
  ),
  'user.get': inRoom(({ owner }) => ({ users: [owner] }), everyone),
  'user.find': inRoom(() => ({ username: 'nobody' }), everyone),
  'conversation.create': inRoom(
    (place, caller) => ({
      kind: 'GROUP',
      title: place.fresh,
      clientKey: `${place.fresh} again`,
      users: [peer(place, caller)],
    }),
    'ok ok ok ok NOT_ACCEPTING UNKNOWN',
  ),
  'conversation.get': inRoom(it, 'ok ok ok ok ok UNKNOWN'),
  'conversation.list': inRoom(none, everyone),
  'conversation.join': inRoom(it, 'ok ok ok ok ok UNKNOWN'),
  'conversation.leave': inRoom(it, 'NOT_A_MEMBER ok ok ok NOT_A_MEMBER UNKNOWN'),
  'conversation.delete': inRoom(it, 'NOT_A_MEMBER ROLE NOT_A_MEMBER ok NOT_A_MEMBER UNKNOWN'),
  'conversation.update': inRoom(
    ({ conversation, fresh }) => ({ conversation, title: fresh }),
    'NOT_A_MEMBER ROLE NOT_A_MEMBER ok NOT_A_MEMBER UNKNOWN',
  ),
  'conversation.members': inRoom(it, members),
  'conversation.direct': inRoom(({ robot }) => ({ user: robot }), 'ok ok ok ok ok UNKNOWN'),
  'conversation.whisper': inRoom(
    ({ conversation, owner, member, fresh }) => ({
      room: conversation,
      users: [owner, member],
      clientKey: fresh,
    }),
    members,
  ),
  'conversation.add': inGroup(
    ({ conversation, robot }) => ({ conversation, users: [robot] }),
    staff,
  ),
  'conversation.remove': inGroup(
    ({ conversation, member }) => ({ conversation, user: member }),
    staff,
  ),
  'conversation.setRole': inGroup(
    ({ conversation, member }) => ({ conversation, user: member, role: 'ADMIN' }),
    staff,
  ),
  'conversation.transfer': inGroup(
    ({ conversation, member }) => ({ conversation, user: member }),
    staff,
  ),
  'message.send': inRoom(
    ({ conversation, fresh }) => ({ conversation, clientMsgId: fresh, text: 'hello' }),
    members,
  ),
  'message.history': inRoom(it, members),
  'message.get': inRoom(({ conversation }) => ({ conversation, seqs: [1] }), members),
  'mark.set': inRoom(({ conversation }) => ({ conversation, read: 1 }), members),
  'sync.pull': inRoom(none, everyone),
  'presence.subscribe': inRoom(it, members),
  'presence.unsubscribe': inRoom(it, everyone),
  'contact.request': amongFriends(toPeer, 'ok ok ok BLOCKED ok UNKNOWN'),
  'contact.accept': amongFriends(toPeer, 'UNKNOWN ok ok UNKNOWN UNKNOWN UNKNOWN'),
  'contact.decline': amongFriends(toPeer, everyone),
  'contact.remove': amongFriends(toPeer, known),
  'contact.list': reading(amongFriends(none, everyone)),
  'contact.tag': amongFriends(
    (place, caller) => ({ user: peer(place, caller), tags: ['a tag'] }),
    'UNKNOWN ok ok UNKNOWN UNKNOWN UNKNOWN',
  ),
  'contact.update': amongFriends(
    (place, caller) => ({ user: peer(place, caller), hideMine: true }),
    known,
  ),
  'contact.block': amongFriends(toPeer, known),
  'contact.unblock': amongFriends(toPeer, known),
  'setting.get': reading(amongFriends(none, everyone)),
  'setting.set': amongFriends(() => ({ settings: { accept: 'FRIENDS' } }), everyone),
  'media.upload': amongFriends(
    () => ({ content: Buffer.from(png()).toString('base64') }),
    everyone,
  ),
  'media.get': reading(amongFriends(({ media }) => ({ media }), friends)),
  'moment.post': amongFriends(({ fresh }) => ({ text: fresh }), everyone),
  'moment.timeline': reading(amongFriends(none, everyone)),
  'moment.album': reading(amongFriends(({ owner }) => ({ user: owner }), everyone)),
  'moment.get': reading(amongFriends(theMoment, friends)),
  'moment.like': amongFriends(({ moment }) => ({ moment, like: true }), friends),
  'moment.comment': amongFriends(({ moment, fresh }) => ({ moment, text: fresh }), friends),
  'moment.deleteComment': amongFriends(
    ({ moment, comment }) => ({ moment, comment }),
    'UNKNOWN ok ROLE ok UNKNOWN UNKNOWN',
  ),
  'moment.delete': amongFriends(theMoment, 'UNKNOWN ROLE ROLE ok UNKNOWN UNKNOWN'),
  'moment.seen': amongFriends(() => ({ notices: 1 }), everyone),
  'moment.notices': reading(amongFriends(none, everyone)),
  'moment.unread': reading(amongFriends(none, everyone)),
  'game.types': reading(inGame(none, everyone)),
  'game.create': inGame(({ fresh }) => ({ type: 'relay', clientKey: fresh }), everyone),
  'game.join': inGame(({ code }) => ({ code }), known),
  'game.joinOrCreate': inGame(() => ({ type: 'relay' }), everyone),
  'game.list': reading(inGame(none, everyone)),
  'game.get': reading(inGame(theGame, players)),
  'game.leave': inGame(theGame, players),
  'game.input': inGame(
    ({ game }) => ({ game, input: '{}' }),
    'NOT_SEATED ok NOT_SEATED ok NOT_SEATED NOT_SEATED',
  ),
  'app.create': all(({ fresh }) => ({ name: fresh })),
  'app.list': all(none),
  'app.get': all(main),
  'app.suspend': all(() => ({ name: 'spare' })),
  'app.resume': all(() => ({ name: 'spare' })),
  'app.update': all(() => ({ name: 'spare' })),
  'app.createKey': all(() => ({ name: 'spare', scopes: ['ACT'] })),
  'app.listKeys': all(() => ({ name: 'spare' })),
  'app.rotateKey': all(({ key }) => ({ key })),
  'app.revokeKey': all(({ key }) => ({ key })),
  'user.upsert': all(({ fresh }) => ({ users: [{ externalId: fresh }] })),
  'account.mintToken': all(({ stranger }) => ({ user: stranger })),
  'message.broadcast': all(({ conversation, robot, fresh }) => ({
    sender: robot,
    into: conversation,
    clientKey: fresh,
    text: 'hello',
  })),
  'event.read': all(none),
  'account.answer': all(() => ({ challenge: 'x', code: '123456' }), 'TOKEN'),
  'account.logInWithPasskey': all(() => ({ credential: '{}' }), 'PASSKEY'),
  'account.guest': all(({ fresh }) => ({ displayName: fresh })),
  'account.claim': inRoom(
    ({ fresh }) => ({ username: fresh, password: 'a long new phrase' }),
    unknown,
  ),
  'account.options': all(none),
  'account.requestReset': all(() => ({ email: 'a@example.com' }), 'NOT_OFFERED'),
  'account.reset': all(() => ({ code: 'x', password: 'a long new phrase' }), 'CODE_WRONG'),
  'account.get': inRoom(none, everyone),
  'account.confirm': inRoom(() => ({ password: 'a phrase' }), each('PASSWORD_WRONG')),
  'account.changePassword': inRoom(
    () => ({ current: 'a phrase', password: 'a long new phrase' }),
    each('PASSWORD_WRONG'),
  ),
  'account.changeUsername': inRoom(() => ({ username: 'no name' }), each('USERNAME')),
  'account.export': inRoom(none, everyone),
  'account.exportPart': inRoom(() => ({ export: 'exp_00000000000' }), unknown),
  'account.delete': { ...inRoom(none, everyone), ends: true },
  'user.updateProfile': inRoom(({ fresh }) => ({ about: fresh }), everyone),
  'device.rename': inRoom(
    ({ device }) => ({ device, name: 'x' }),
    'UNKNOWN UNKNOWN UNKNOWN ok UNKNOWN UNKNOWN',
  ),
  'email.set': inRoom(() => ({ address: 'a@example.com' }), each('NOT_OFFERED')),
  'email.verify': inRoom(() => ({ code: '00000000' }), each('CODE_WRONG')),
  'email.remove': inRoom(none, everyone),
  'passkey.ask': all(none),
  'passkey.create': inRoom(none, everyone),
  'passkey.add': inRoom(() => ({ credential: '{}', name: 'x' }), each('PASSKEY')),
  'passkey.list': inRoom(none, everyone),
  'passkey.rename': inRoom(() => ({ passkey: 'pky_00000000000', name: 'x' }), unknown),
  'passkey.remove': inRoom(() => ({ passkey: 'pky_00000000000' }), unknown),
  'totp.create': inRoom(none, everyone),
  'totp.confirm': inRoom(() => ({ code: '000000' }), each('CODE_WRONG')),
  'totp.renewCodes': inRoom(none, unknown),
  'totp.remove': inRoom(none, everyone),
  ...messageRows,
};
