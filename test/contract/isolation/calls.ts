// Every operation, with arguments that are the same in both apps. A call may show what its app's people wrote (`shows`),
// and may change rows (`writes`); what is not said here must not happen.
import type { OperationName } from '@hubbub/protocol';
import { png } from '../../e2e/friends.ts';
import { someSubscription } from '../../support/subscription.ts';
import type { Cast, Name } from './seed.ts';

export interface Secrets {
  readonly mine: string;
  readonly others: string;
}

export interface PlannedCall {
  readonly op: OperationName;
  /** Nobody: before login. A backend has an app key with every scope. */
  readonly as: Name | 'backend' | undefined;
  readonly args: (secrets: Secrets) => object;
  readonly does: ReadonlySet<'shows' | 'writes'>;
  readonly over: 'socket' | 'http';
}

const poll = { question: 'the same?', options: [{ text: 'yes' }, { text: 'no' }] };

/** In an order in which each finds what it needs; what ends something comes last. */
export function plan({ callers, phone, robot, ids, ...places }: Cast): readonly PlannedCall[] {
  const { alice, bob, charlie } = callers;
  const { lobby, hall, direct, crew, whisper, moment, comment } = places;
  const everyId = [...ids];
  const users = everyId.filter((id) => id.startsWith('usr'));
  const conversations = everyId.filter((id) => id.startsWith('cnv')).toSorted();
  const known = conversations.map((conversation) => ({ conversation, version: 1 }));
  const said = { case: 'text', value: 'the same in both' };
  return [
    call('account.signUp anyone http writes', { username: 'dora', password: 'a long new phrase' }),
    call('account.signUp anyone http', { username: 'alice', password: 'a long new phrase' }),
    call('account.logIn anyone http shows writes', ({ mine }) => ({
      username: 'alice',
      password: `${mine} password`,
      device: { key: 'alice', name: `${mine} alice` },
    })),
    call('account.logIn anyone http', ({ others }) => ({
      username: 'alice',
      password: `${others} password`,
    })),
    call('session.ticket alice http writes', {}),
    call('session.open anyone socket shows writes', ({ mine }) => ({ ticket: `${mine} ticket` })),
    call('session.open anyone socket shows', ({ mine }) => ({ token: `${mine} bob` })),
    call('device.list alice http shows', {}),
    call('user.get bob socket shows', { users }),
    call('user.find bob socket shows', { username: 'alice' }),
    call('conversation.get bob socket shows', { conversation: lobby }),
    call('conversation.get bob socket shows', { conversation: hall }),
    call('conversation.get charlie socket', { conversation: direct }),
    call('conversation.get charlie socket', { conversation: crew }),
    call('conversation.get charlie socket', { conversation: whisper }),
    call('message.history bob socket shows', { conversation: whisper }),
    call('conversation.list bob socket shows', { joined: true }),
    call('conversation.list bob socket shows', { query: 'secret' }),
    call('conversation.members alice socket shows', { conversation: lobby }),
    call('conversation.members alice socket shows', { conversation: lobby, since: 1 }),
    call('message.history bob socket shows', { conversation: lobby }),
    call('message.history bob socket', { conversation: hall }),
    call('message.get alice socket shows', { conversation: lobby, seqs: [1, 2, 3] }),
    // What was said before comes into the index, once.
    call('message.search bob socket shows writes', { query: 'secret' }),
    call('message.search bob socket', { query: 'nothing' }),
    call('message.search charlie socket', { query: 'secret', conversation: direct }),
    call('user.search bob socket shows', { query: 'alice' }),
    call('sync.pull alice socket shows', {}),
    call('sync.pull bob socket shows', { epoch: 'EPOCH', known }),
    call('sync.pull charlie socket', { epoch: 'EPOCH', known, only: conversations }),
    call('presence.subscribe bob socket', { conversation: lobby }),
    call('presence.subscribe bob socket', { users }),
    call('conversation.create alice socket shows', {
      kind: 3,
      title: 'main-secret lobby',
      clientKey: 'lobby',
    }),
    call('conversation.create bob socket shows writes', {
      kind: 3,
      title: 'a new one',
      clientKey: 'lobby',
    }),
    call('conversation.create bob socket shows writes', {
      kind: 2,
      title: 'a new group',
      users: [charlie.user],
    }),
    call('conversation.add charlie socket', { conversation: crew, users: [charlie.user] }),
    call('conversation.add alice socket shows writes', {
      conversation: crew,
      users: [charlie.user],
    }),
    call('conversation.setRights alice socket shows writes', {
      conversation: crew,
      rights: { invite: 3 },
    }),
    call('conversation.setRights charlie socket', { conversation: direct, rights: { post: 2 } }),
    call('conversation.announce alice socket shows writes', { conversation: crew, text: 'same' }),
    call('conversation.announce charlie socket', { conversation: direct, text: 'same' }),
    ...[60, 0].map((seconds) =>
      call('conversation.mute alice socket shows writes', {
        conversation: crew,
        user: bob.user,
        seconds,
      }),
    ),
    ...[charlie.user, bob.user].map((user) =>
      call('conversation.ban charlie socket', { conversation: direct, user }),
    ),
    call('conversation.ban alice socket shows writes', {
      conversation: crew,
      user: bob.user,
      reason: 'the same',
    }),
    call('conversation.bans alice socket shows', { conversation: crew }),
    call('conversation.audit alice socket shows', { conversation: crew }),
    call('conversation.unban alice socket writes', { conversation: crew, user: bob.user }),
    call('conversation.add alice socket shows writes', { conversation: crew, users: [bob.user] }),
    call('report.create charlie socket', { conversation: direct, seq: 1, reason: 1 }),
    call('report.create bob socket writes', { user: alice.user, reason: 1, clientKey: 'r1' }),
    call('report.list backend http shows', {}),
    call('report.resolve backend http', { report: 'rep_00000000000', resolution: 1 }),
    call('message.hide bob socket', { conversation: direct, seq: 1 }),
    call('transcript.hide backend http', { id: direct, seq: 99 }),
    call('invite.create alice socket writes', { conversation: crew, clientKey: 'i1' }),
    call('invite.create alice socket', { conversation: crew, clientKey: 'i1' }),
    call('invite.list alice socket shows', { conversation: crew }),
    call('invite.list charlie socket', { conversation: direct }),
    call('invite.revoke alice socket', { conversation: crew, invite: 'inv_00000000000' }),
    call('invite.look anyone http', { code: 'nobody has made it' }),
    call('invite.join charlie socket', { code: 'nobody has made it' }),
    call('invite.requests alice socket', { conversation: crew }),
    call('invite.decide alice socket', { conversation: crew, user: bob.user, approve: true }),
    call('conversation.setRole alice socket shows writes', {
      conversation: crew,
      user: bob.user,
      role: 2,
    }),
    call('conversation.transfer alice socket shows writes', { conversation: crew, user: bob.user }),
    call('conversation.remove bob socket shows writes', {
      conversation: crew,
      user: charlie.user,
    }),
    call('conversation.whisper bob socket shows', { room: lobby, users: [alice.user] }),
    call('conversation.whisper bob socket', { room: hall, users: [alice.user] }),
    call('conversation.direct alice socket', { user: bob.user, clientKey: 'd1' }),
    call('conversation.direct bob socket shows writes', { user: charlie.user }),
    call('conversation.join bob socket shows writes', { conversation: hall }),
    call('conversation.join charlie socket shows writes', { conversation: lobby }),
    call('conversation.update alice socket writes', { conversation: lobby, title: 'a new title' }),
    call('message.send bob socket shows', {
      conversation: lobby,
      clientMsgId: 'm1',
      content: { case: 'text', value: 'main-secret one' },
    }),
    call('message.send bob socket writes', {
      conversation: lobby,
      clientMsgId: 'new',
      content: said,
    }),
    call('conversation.whisper charlie socket shows writes', { room: lobby, users: [bob.user] }),
    call('message.send bob socket writes', {
      conversation: whisper,
      clientMsgId: 'new',
      content: said,
    }),
    call('message.send bob socket writes', {
      conversation: direct,
      clientMsgId: 'new',
      content: said,
    }),
    call('game.types bob socket', {}),
    call('game.create bob socket writes', { type: 'relay', clientKey: 'g1' }),
    call('game.create bob socket', { type: 'chess' }),
    call('game.list charlie socket', { type: 'relay' }),
    call('game.list bob socket', { seated: true }),
    call('game.joinOrCreate charlie socket writes', { type: 'relay' }),
    call('game.get alice socket', { game: 'gam_00000000000' }),
    call('game.join alice socket', { game: 'gam_00000000000' }),
    call('game.input alice socket', { game: 'gam_00000000000', input: '{}' }),
    call('game.leave alice socket', { game: 'gam_00000000000' }),
    call('message.edit bob socket writes', {
      conversation: lobby,
      seq: 1,
      content: said,
      clientKey: 'e1',
    }),
    call('message.edits bob socket shows', { conversation: lobby, seq: 1 }),
    call('message.edits charlie socket', { conversation: direct, seq: 1 }),
    call('message.react bob socket writes', { conversation: lobby, seq: 1, emoji: '👍', on: true }),
    call('message.react alice socket shows writes', {
      conversation: lobby,
      seq: 2,
      emoji: '👍',
      on: true,
    }),
    call('message.reactions bob socket shows', { conversation: lobby, seq: 2, emoji: '👍' }),
    call('message.reactions charlie socket', { conversation: direct, seq: 1, emoji: '👍' }),
    call('message.pin alice socket shows writes', { conversation: lobby, seq: 2 }),
    call('message.pins bob socket shows', { conversation: lobby }),
    call('message.unpin alice socket shows writes', { conversation: lobby, seq: 2 }),
    call('message.pins charlie socket', { conversation: direct }),
    call('message.forward bob socket shows writes', {
      conversation: lobby,
      seqs: [2],
      to: [crew],
      clientKey: 'f1',
    }),
    call('message.forward charlie socket', {
      conversation: direct,
      seqs: [1],
      to: [crew],
      clientKey: 'f1',
    }),
    call('message.send alice socket writes', {
      conversation: crew,
      clientMsgId: 'poll',
      content: { case: 'card', value: { kind: { case: 'poll', value: poll } } },
    }),
    call('message.vote bob socket writes', { conversation: crew, seq: 3, options: [1] }),
    call('message.closePoll alice socket writes', { conversation: crew, seq: 3 }),
    call('message.vote charlie socket', { conversation: crew, seq: 3, options: [1] }),
    call('message.closePoll charlie socket', { conversation: crew, seq: 3 }),
    call('message.delete bob socket writes', { conversation: lobby, seqs: [2] }),
    call('conversation.configure bob socket writes', { conversation: crew, archived: true }),
    call('conversation.draft bob socket writes', { conversation: crew, text: 'dear all' }),
    call('conversation.clear bob socket writes', { conversation: crew }),
    call('message.recall bob socket writes', { conversation: lobby, seq: 1 }),
    call('message.recall charlie socket', { conversation: direct, seq: 1 }),
    call('mark.set bob socket writes', { conversation: lobby, read: 2, delivered: 3 }),
    call('mark.set bob socket writes', { conversation: direct, read: 1 }),
    call('mark.list alice socket', { conversation: direct }),
    call('mark.readers alice socket', { conversation: direct, seq: 1 }),
    call('presence.typing alice socket', { conversation: lobby }),
    call('contact.list alice socket shows', {}),
    call('contact.request charlie socket writes', { user: alice.user }),
    call('contact.accept alice socket writes', { user: charlie.user }),
    call('contact.remove charlie socket writes', { user: alice.user }),
    call('contact.request bob socket writes', { user: charlie.user }),
    call('contact.decline charlie socket writes', { user: bob.user }),
    call('contact.tag bob socket writes', { user: alice.user, tags: ['new'] }),
    call('contact.update bob socket writes', { user: alice.user, alias: 'al' }),
    call('setting.get bob socket', {}),
    call('setting.set bob socket writes', { settings: { moments: 4 } }),
    call('media.upload bob http writes', { content: png() }),
    call('media.begin bob http writes', { size: 3, name: 'a', key: 'the same' }),
    call('media.append bob http', { upload: 'upl_00000000000', content: png() }),
    call('media.complete bob http', { upload: 'upl_00000000000' }),
    call('media.get bob http', { media: 'med_00000000000' }),
    call('moment.timeline bob socket shows', {}),
    call('moment.timeline charlie socket', {}),
    call('moment.album bob socket shows', { user: alice.user }),
    call('moment.get bob socket shows', { moment }),
    call('moment.get charlie socket', { moment }),
    call('moment.post alice socket shows', { text: 'main-secret moment', clientKey: 'p1' }),
    call('moment.post alice socket writes', { text: 'new' }),
    call('moment.like bob socket writes', { moment, like: true }),
    call('moment.like charlie socket', { moment, like: true }),
    call('moment.comment alice socket writes', { moment, text: 'new', replyTo: comment }),
    call('moment.notices alice socket shows', {}),
    call('moment.unread alice socket', {}),
    call('moment.seen alice socket writes', { notices: 100 }),
    call('moment.deleteComment charlie socket', { moment, comment }),
    call('moment.deleteComment bob socket writes', { moment, comment }),
    call('moment.delete bob socket', { moment }),
    call('moment.delete alice socket writes', { moment }),
    call('contact.block bob socket writes', { user: charlie.user }),
    call('contact.unblock bob socket writes', { user: charlie.user }),
    call('presence.unsubscribe bob socket', { conversation: lobby }),
    call('conversation.leave bob socket writes', { conversation: lobby }),
    call('conversation.delete alice socket writes', { conversation: lobby }),
    call('conversation.leave alice socket shows writes', { conversation: crew }),
    call('sync.pull alice socket shows', { epoch: 'EPOCH', known }),
    call('user.upsert backend http shows writes', ({ mine }) => ({
      users: [
        { externalId: 'robot', displayName: `${mine} robot`, system: true },
        { externalId: 'new', username: 'newcomer' },
        { externalId: 'taken', username: 'alice' },
      ],
    })),
    call('account.mintToken backend http shows writes', { user: bob.user, device: { key: 'bob' } }),
    call('user.create backend http shows writes', ({ mine }) => ({
      username: 'made',
      displayName: `${mine} made`,
    })),
    call('user.devices backend http shows', { user: alice.user }),
    call('user.list backend http shows', { search: 'al' }),
    call('user.list backend http shows', { name: 'alice' }),
    call('message.broadcast backend http writes', {
      sender: robot,
      into: hall,
      clientKey: 'b1',
      content: said,
    }),
    call('message.broadcast backend http writes', {
      sender: robot,
      users: [charlie.user],
      clientKey: 'b2',
      content: said,
    }),
    call('message.broadcast backend http writes', {
      sender: robot,
      users,
      clientKey: 'b3',
      content: said,
    }),
    call('message.broadcast backend http', {
      sender: alice.user,
      into: hall,
      clientKey: 'b4',
      content: said,
    }),
    call('account.export alice http writes', {}),
    call('account.exportPart alice http', { export: 'exp_00000000000' }),
    call('account.options anyone http', {}),
    call('account.guest anyone http shows writes', ({ mine }) => ({ displayName: `${mine} g` })),
    call('account.claim bob http', { username: 'robert', password: 'a long new phrase' }),
    call('account.answer anyone http', { challenge: 'x', code: '123456' }),
    call('passkey.ask anyone http writes', {}),
    call('passkey.create alice http shows writes', {}),
    call('passkey.add alice http', { credential: '{}', name: 'x' }),
    call('account.logInWithPasskey anyone http', { credential: '{}' }),
    call('push.get alice http', {}),
    call('push.subscribe alice http writes', { subscription: someSubscription }),
    call('push.get alice http', {}),
    call('push.unsubscribe bob http', {}),
    call('presence.attend bob socket', {}),
    call('passkey.list alice http', {}),
    call('passkey.rename alice http', { passkey: 'pky_00000000000', name: 'x' }),
    call('passkey.remove alice http', { passkey: 'pky_00000000000' }),
    call('totp.create bob http writes', {}),
    call('totp.confirm bob http', { code: '123456' }),
    call('totp.renewCodes bob http', {}),
    call('totp.remove bob http writes', {}),
    call('email.set alice http writes', { address: 'alice@example.com' }),
    call('email.verify alice http writes', { code: '00000000' }),
    call('email.remove alice http writes', {}),
    call('account.requestReset anyone http writes', { email: 'alice@example.com' }),
    call('account.reset anyone http', { code: 'x', password: 'a long new phrase' }),
    call('account.get alice socket shows', {}),
    call('user.updateProfile alice socket shows writes', { about: 'the same in both' }),
    call('user.setStatus alice socket shows writes', { text: 'the same in both' }),
    call('device.rename alice http writes', { device: phone, name: 'the same in both' }),
    call('device.rename bob http', { device: phone, name: 'not mine' }),
    call('account.confirm bob http writes', ({ mine }) => ({
      proof: { case: 'password', value: `${mine} password` },
    })),
    call('account.confirm bob http', ({ others }) => ({
      proof: { case: 'password', value: `${others} password` },
    })),
    call('account.changePassword bob http writes', ({ mine }) => ({
      current: `${mine} password`,
      password: 'a long new phrase',
    })),
    call('account.changeUsername bob http shows writes', { username: 'robert' }),
    call('user.find alice socket', { username: 'bob' }),
    call('account.delete charlie http writes', {}),
    call('device.revoke alice socket writes', { device: phone }),
    call('device.revoke bob socket', { device: alice.device }),
    call('account.logOut alice socket writes', {}),
    call('user.endDevice backend http writes', { device: bob.device }),
    call('user.reset backend http shows writes', { user: bob.user }),
    call('user.disable backend http shows writes', { user: bob.user, reason: 'the same' }),
    call('user.enable backend http shows writes', { user: bob.user }),
    call('event.read backend http shows', { limit: 1000 }),
    call('event.read backend http shows', { kinds: [6, 7] }),
  ];
}

type Args = object | ((secrets: Secrets) => object);

/** `line`: operation, caller, door, and what it does. */
function call(line: `${OperationName} ${string}`, args: Args): PlannedCall {
  const [op, who, over, ...does] = line.split(' ') as [
    OperationName,
    NonNullable<PlannedCall['as']> | 'anyone',
    never,
  ];
  return {
    op,
    as: who === 'anyone' ? undefined : who,
    over,
    does: new Set(does),
    args: typeof args === 'function' ? (args as (secrets: Secrets) => object) : () => args,
  };
}
