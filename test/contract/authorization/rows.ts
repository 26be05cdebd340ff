// What every operation answers to whom, by hand: the one place where an expectation is written down. Whether a kind of
// credential may call at all derives from the operation table (callers.ts); here stands what follows once it may. An
// operation without a row fails the test, and docs/authorization.md is made of both.
import type { OperationName } from '@hubbub/protocol';

/** Where it is tried: a fresh conversation of the owner, in which the member is, the ex-member was and the stranger never. */
export interface Place {
  readonly conversation: string;
  readonly owner: string;
  readonly member: string;
  readonly stranger: string;
  readonly robot: string;
  readonly device: string;
  readonly key: string;
  /** Never the same twice. */
  readonly fresh: string;
}

type Args = (place: Place) => object;
/** 'ok' or the reason of a refusal. */
export type Expected = string;

export interface Row {
  readonly args: Args;
  readonly kind?: 'ROOM' | 'GROUP';
  /** By users: stranger, member, ex-member, owner, and somebody of another app. */
  readonly users?: readonly [Expected, Expected, Expected, Expected, Expected];
  /** For all who may call it at all, where that makes no difference. */
  readonly all?: Expected;
}

const all = (args: Args, expected: Expected = 'ok'): Row => ({ args, all: expected });

/** In a room, whose existence is public; outcomes by words: stranger, member, ex-member, owner, other app. */
function inRoom(args: Args, outcomes: string): Row {
  return { args, kind: 'ROOM', users: outcomes.split(' ') as unknown as Required<Row>['users'] };
}

function inGroup(args: Args, outcomes: string): Row {
  return { ...inRoom(args, outcomes), kind: 'GROUP' };
}

const it: Args = ({ conversation }) => ({ conversation });
const none: Args = () => ({});
const main: Args = () => ({ name: 'main' });
const members = 'NOT_A_MEMBER ok NOT_A_MEMBER ok UNKNOWN';
const everyone = 'ok ok ok ok ok';
const staff = 'UNKNOWN ROLE UNKNOWN ok UNKNOWN';

const said: Args = ({ conversation }) => ({ conversation, seq: 1 });
const poll: Args = ({ conversation }) => ({ conversation, seq: 2 });
const rightOfStaff = 'NOT_A_MEMBER ROLE NOT_A_MEMBER ok UNKNOWN';
const rightOfSender = 'NOT_A_MEMBER SENDER NOT_A_MEMBER ok UNKNOWN';

/** About a text and a poll of the owner's. Beyond being a member: `rights` in rules/message.ts. */
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
  'device.revoke': inRoom(({ device }) => ({ device }), 'UNKNOWN UNKNOWN UNKNOWN ok UNKNOWN'),
  'user.get': inRoom(({ owner }) => ({ users: [owner] }), everyone),
  'user.find': inRoom(() => ({ username: 'nobody' }), everyone),
  'conversation.create': inRoom(
    ({ fresh }) => ({ kind: 'ROOM', title: fresh, clientKey: fresh }),
    everyone,
  ),
  'conversation.get': inRoom(it, 'ok ok ok ok UNKNOWN'),
  'conversation.list': inRoom(none, everyone),
  'conversation.join': inRoom(it, 'ok ok ok ok UNKNOWN'),
  'conversation.leave': inRoom(it, 'NOT_A_MEMBER ok ok ok UNKNOWN'),
  'conversation.delete': inRoom(it, 'NOT_A_MEMBER ROLE NOT_A_MEMBER ok UNKNOWN'),
  'conversation.update': inRoom(
    ({ conversation, fresh }) => ({ conversation, title: fresh }),
    'NOT_A_MEMBER ROLE NOT_A_MEMBER ok UNKNOWN',
  ),
  'conversation.members': inRoom(it, members),
  'conversation.direct': inRoom(({ robot }) => ({ user: robot }), 'ok ok ok ok UNKNOWN'),
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
  ...messageRows,
};
