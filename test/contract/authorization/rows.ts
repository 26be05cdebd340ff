// What every operation answers to whom, by hand: the one place where an expectation is written down. Whether a kind of
// credential may call at all derives from the operation table (callers.ts); here stands what follows once it may. An
// operation without a row fails the test, and docs/authorization.md is made of both.
import type { OperationName } from '@hubbub/protocol';
import { png } from '../../e2e/friends.ts';
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

const all = (args: Args, expected: Expected = 'ok'): Row => ({
  args,
  kind: 'NOWHERE',
  all: expected,
});
const ofApp = (args: Args): Row => ({ ...all(args), kind: 'APP' });

/**
 * What is about nobody but the caller; outcomes by words: stranger, member, ex-member, owner, blocked, other app, and where they
 * are tried muted, admin and banned.
 */
function own(args: Args, outcomes: string): Row {
  return { args, kind: 'NOWHERE', users: outcomes.split(' ') };
}

/** Its existence is public. */
function inRoom(args: Args, outcomes: string): Row {
  return { ...own(args, outcomes), kind: 'ROOM' };
}

function inGroup(args: Args, outcomes: string): Row {
  return { ...own(args, outcomes), kind: 'GROUP' };
}

function inInvited(args: Args, outcomes: string): Row {
  return { ...own(args, outcomes), kind: 'INVITED' };
}

function onDevice(args: Args, outcomes: string): Row {
  return { ...own(args, outcomes), kind: 'DEVICE' };
}

/** Among friends, each time new ones: what is called here changes who is whose friend. */
function amongFriends(args: Args, outcomes: string): Row {
  return { ...own(args, outcomes), kind: 'FRIENDS' };
}

/** About a conversation, by who is in none. */
const ofOperator = (args: Args): Row => ({ ...all(args), kind: 'ROOM' });
const reading = (row: Row): Row => ({ ...row, reads: true });

function inGame(args: Args, outcomes: string): Row {
  return { ...own(args, outcomes), kind: 'GAME' };
}

const it: Args = ({ conversation }) => ({ conversation });
const none: Args = () => ({});
const picture = { content: Buffer.from(png()).toString('base64') };
const main: Args = () => ({ name: 'main' });
/** Whom it is about: the owner, and for the owner the one they have blocked. */
const peer = ({ owner, blocked }: Place, caller: Caller) =>
  caller === 'owner' || caller === 'act' ? blocked : owner;
const toPeer: Args = (place, caller) => ({ user: peer(place, caller) });
const theMoment: Args = ({ moment }) => ({ moment });
const theGame: Args = ({ game }) => ({ game });
const membersOnly = 'NOT_A_MEMBER ok NOT_A_MEMBER ok NOT_A_MEMBER UNKNOWN';
const members = `${membersOnly} ok ok`;
const voices = `${membersOnly} MUTED ok`;
const everyone = 'ok ok ok ok ok ok';
const everyoneThere = `${everyone} ok ok`;
const known = 'ok ok ok ok ok UNKNOWN';
const friends = 'UNKNOWN ok ok ok UNKNOWN UNKNOWN';
const players = 'UNKNOWN ok UNKNOWN ok UNKNOWN UNKNOWN';
const staff = 'UNKNOWN ROLE UNKNOWN ok UNKNOWN UNKNOWN ROLE ok';
const ownerOnly = 'UNKNOWN ROLE UNKNOWN ok UNKNOWN UNKNOWN ROLE ROLE';
const each = (outcome: Expected) => Array.from({ length: 6 }, () => outcome).join(' ');
const unknown = each('UNKNOWN');

const said = ({ conversation }: Place) => ({ conversation, seq: 1 });
const poll = ({ conversation }: Place) => ({ conversation, seq: 2 });
const rightOfStaff = 'NOT_A_MEMBER ROLE NOT_A_MEMBER ok NOT_A_MEMBER UNKNOWN MUTED ok';
const ofSender = 'NOT_A_MEMBER SENDER NOT_A_MEMBER ok NOT_A_MEMBER UNKNOWN';
const rightOfSender = `${ofSender} SENDER ok`;

/** About a text and a poll of the owner's. Beyond being a member: `rights` of the protocol. */
const messageRows = {
  'message.edit': inRoom(
    (place) => ({ ...said(place), text: 'hello!' }),
    `${ofSender} SENDER SENDER`,
  ),
  'message.edits': reading(inRoom(said, members)),
  'message.recall': inRoom(said, rightOfSender),
  'message.delete': inRoom(({ conversation }) => ({ conversation, seqs: [1] }), members),
  'message.react': inRoom((place) => ({ ...said(place), emoji: '👍', on: true }), voices),
  'message.reactions': reading(inRoom((place) => ({ ...said(place), emoji: '👍' }), members)),
  'message.pin': inRoom(said, rightOfStaff),
  'message.unpin': inRoom(said, rightOfStaff),
  'message.pins': reading(inRoom(it, members)),
  'message.search': reading(
    inRoom(({ conversation }) => ({ conversation, query: 'hello' }), members),
  ),
  'message.forward': inRoom(
    ({ conversation }) => ({ conversation, seqs: [1], to: [conversation] }),
    voices,
  ),
  'message.vote': inRoom((place) => ({ ...poll(place), options: [1] }), voices),
  'message.closePoll': inRoom(poll, rightOfSender),
  'conversation.clear': inRoom(it, members),
  'conversation.configure': inRoom(({ conversation }) => ({ conversation, pinned: true }), members),
} as const satisfies Readonly<Partial<Record<OperationName, Row>>>;

export const rows: Readonly<Partial<Record<OperationName, Row>>> = {
  'account.signUp': all(({ fresh }) => ({ username: fresh, password: 'a long new phrase' })),
  'account.logIn': all(() => ({ username: 'nobody', password: 'a phrase' }), 'CREDENTIALS'),
  'session.open': all(none, 'NOT_LOGGED_IN'),
  'session.ticket': reading(own(none, everyone)),
  'account.logOut': own(none, everyone),
  'device.list': reading(own(none, everyone)),
  'device.revoke': onDevice(
    ({ device }) => ({ device }),
    'UNKNOWN UNKNOWN UNKNOWN ok UNKNOWN UNKNOWN',
  ),
  'user.get': reading(own(({ owner }) => ({ users: [owner] }), everyone)),
  'user.find': reading(own(() => ({ username: 'nobody' }), everyone)),
  'user.search': reading(own(() => ({ query: 'nobody' }), everyone)),
  'conversation.create': own(
    (place, caller) => ({
      kind: 'GROUP',
      title: place.fresh,
      clientKey: `${place.fresh} again`,
      users: [peer(place, caller)],
    }),
    'ok ok ok ok NOT_ACCEPTING UNKNOWN ok ok',
  ),
  'conversation.get': reading(inRoom(it, 'ok ok ok ok ok UNKNOWN ok ok')),
  'conversation.list': reading(own(none, everyoneThere)),
  'conversation.join': inRoom(it, 'ok ok ok ok ok UNKNOWN ok ok BANNED'),
  'conversation.leave': inRoom(it, 'NOT_A_MEMBER ok ok ok NOT_A_MEMBER UNKNOWN ok ok'),
  'conversation.delete': inRoom(
    it,
    'NOT_A_MEMBER ROLE NOT_A_MEMBER ok NOT_A_MEMBER UNKNOWN ROLE ROLE',
  ),
  'conversation.update': inRoom(
    ({ conversation, fresh }) => ({ conversation, title: fresh }),
    'NOT_A_MEMBER ROLE NOT_A_MEMBER ok NOT_A_MEMBER UNKNOWN ROLE ok',
  ),
  'conversation.members': reading(inRoom(it, members)),
  'conversation.direct': own(({ robot }) => ({ user: robot }), 'ok ok ok ok ok UNKNOWN ok ok'),
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
    ownerOnly,
  ),
  'conversation.transfer': inGroup(
    ({ conversation, member }) => ({ conversation, user: member }),
    ownerOnly,
  ),
  'conversation.setRights': inGroup(
    ({ conversation }) => ({ conversation, rights: { post: 'ADMIN' } }),
    staff,
  ),
  'conversation.announce': inGroup(
    ({ conversation, fresh }) => ({ conversation, text: fresh }),
    staff,
  ),
  'conversation.mute': inGroup(
    ({ conversation, member }) => ({ conversation, user: member, seconds: 60 }),
    staff,
  ),
  'conversation.ban': inGroup(
    ({ conversation, member }) => ({ conversation, user: member, seconds: 60 }),
    staff,
  ),
  'conversation.unban': inGroup(
    ({ conversation, member }) => ({ conversation, user: member }),
    staff,
  ),
  'conversation.bans': reading(inGroup(it, staff)),
  'conversation.audit': reading(inGroup(it, staff)),
  'invite.create': inGroup(it, staff),
  'invite.list': reading(inGroup(it, staff)),
  'invite.revoke': inInvited(({ conversation, invite }) => ({ conversation, invite }), staff),
  'invite.look': all(() => ({ code: 'nobody has made it' }), 'UNKNOWN'),
  'invite.join': inInvited(
    ({ invitation }) => ({ code: invitation }),
    'ok ok ok ok ok UNKNOWN ok ok BANNED',
  ),
  'invite.requests': reading(inInvited(it, staff)),
  'invite.decide': inInvited(
    ({ conversation, applicant }) => ({ conversation, user: applicant, approve: true }),
    staff,
  ),
  'message.send': inRoom(
    ({ conversation, fresh }) => ({ conversation, clientMsgId: fresh, text: 'hello' }),
    voices,
  ),
  'message.history': reading(inRoom(it, members)),
  'message.get': reading(inRoom(({ conversation }) => ({ conversation, seqs: [1] }), members)),
  'mark.set': inRoom(({ conversation }) => ({ conversation, read: 1 }), members),
  'mark.list': reading(inRoom(it, members)),
  'presence.typing': inRoom(it, members),
  'sync.pull': reading(own(none, everyone)),
  'presence.subscribe': reading(inRoom(it, members)),
  'presence.unsubscribe': reading(inRoom(it, everyone)),
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
  'media.upload': amongFriends(() => picture, everyone),
  'media.begin': amongFriends(() => ({ size: 1, name: 'a', key: 'k' }), everyone),
  'media.append': own(() => ({ upload: 'upl_00000000000', ...picture }), unknown),
  'media.complete': own(() => ({ upload: 'upl_00000000000' }), unknown),
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
  'app.create': ofApp(({ fresh }) => ({ name: fresh })),
  'app.list': reading(ofApp(none)),
  'app.get': reading(ofApp(main)),
  'app.suspend': ofApp(() => ({ name: 'spare' })),
  'app.resume': ofApp(() => ({ name: 'spare' })),
  'app.update': ofApp(() => ({ name: 'spare' })),
  'app.createKey': ofApp(() => ({ name: 'spare', scopes: ['ACT'] })),
  'app.listKeys': reading(ofApp(() => ({ name: 'spare' }))),
  'app.rotateKey': ofApp(({ key }) => ({ key })),
  'app.revokeKey': ofApp(({ key }) => ({ key })),
  'user.create': all(({ fresh }) => ({ app: 'shop', username: fresh })),
  'user.list': reading(all(() => ({ app: 'shop' }))),
  'user.disable': all(({ spare }) => ({ app: 'shop', user: spare })),
  'user.enable': all(({ spare }) => ({ app: 'shop', user: spare })),
  'user.reset': all(({ spare }) => ({ app: 'shop', user: spare })),
  'audit.list': reading(all(none)),
  'user.devices': reading(all(({ spare }) => ({ app: 'shop', user: spare }))),
  'user.endDevice': all(() => ({ app: 'shop', device: 'dev_00000000000' }), 'UNKNOWN'),
  'report.create': reading(
    inRoom(
      ({ conversation, fresh }) => ({ conversation, reason: 'SPAM', clientKey: fresh }),
      'ok ok ok ok ok UNKNOWN ok ok',
    ),
  ),
  'report.list': reading(all(() => ({ app: 'shop' }))),
  'report.resolve': all(
    () => ({ app: 'shop', report: 'rep_00000000000', resolution: 'ACTED' }),
    'UNKNOWN',
  ),
  'room.list': reading(all(() => ({ app: 'shop' }))),
  'room.delete': ofOperator(({ conversation }) => ({ app: 'shop', id: conversation })),
  'transcript.read': ofOperator(({ conversation }) => ({ app: 'shop', id: conversation })),
  'user.upsert': all(({ fresh }) => ({ users: [{ externalId: fresh }] })),
  'account.mintToken': all(({ stranger }) => ({ app: 'shop', user: stranger })),
  'message.broadcast': {
    ...all(({ conversation, robot, fresh }) => ({
      sender: robot,
      into: conversation,
      clientKey: fresh,
      text: 'hello',
    })),
    kind: 'ROOM',
  },
  'event.read': reading(all(none)),
  'account.answer': all(() => ({ challenge: 'x', code: '123456' }), 'TOKEN'),
  'account.logInWithPasskey': all(() => ({ credential: '{}' }), 'PASSKEY'),
  'account.guest': all(({ fresh }) => ({ displayName: fresh })),
  'account.claim': own(
    ({ fresh }) => ({ username: fresh, password: 'a long new phrase' }),
    unknown,
  ),
  'account.options': reading(all(none)),
  'account.requestReset': all(() => ({ email: 'a@example.com' }), 'NOT_OFFERED'),
  'account.reset': all(() => ({ code: 'x', password: 'a long new phrase' }), 'CODE_WRONG'),
  'account.get': reading(own(none, everyone)),
  'account.confirm': own(() => ({ password: 'a phrase' }), each('PASSWORD_WRONG')),
  'account.changePassword': own(
    () => ({ current: 'a phrase', password: 'a long new phrase' }),
    each('PASSWORD_WRONG'),
  ),
  'account.changeUsername': own(() => ({ username: 'no name' }), each('USERNAME')),
  'account.export': own(none, everyone),
  'account.exportPart': own(() => ({ export: 'exp_00000000000' }), unknown),
  'account.delete': { ...own(none, everyone), ends: true },
  'user.updateProfile': own(({ fresh }) => ({ about: fresh }), everyone),
  'device.rename': onDevice(
    ({ device }) => ({ device, name: 'x' }),
    'UNKNOWN UNKNOWN UNKNOWN ok UNKNOWN UNKNOWN',
  ),
  'email.set': own(() => ({ address: 'a@example.com' }), each('NOT_OFFERED')),
  'email.verify': own(() => ({ code: '00000000' }), each('CODE_WRONG')),
  'email.remove': own(none, everyone),
  'passkey.ask': all(none),
  'passkey.create': own(none, everyone),
  'passkey.add': own(() => ({ credential: '{}', name: 'x' }), each('PASSKEY')),
  'passkey.list': reading(own(none, everyone)),
  'passkey.rename': own(() => ({ passkey: 'pky_00000000000', name: 'x' }), unknown),
  'passkey.remove': own(() => ({ passkey: 'pky_00000000000' }), unknown),
  'totp.create': own(none, everyone),
  'totp.confirm': { ...own(() => ({ code: '000000' }), each('CODE_WRONG')), kind: 'TOTP' },
  'totp.renewCodes': own(none, unknown),
  'totp.remove': own(none, everyone),
  ...messageRows,
};
