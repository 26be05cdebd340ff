// Calls that do something, in an order in which each finds what it needs. `$name` stands for an id that an earlier answer held.
import type { JsonObject } from '@bufbuild/protobuf';
import type { OperationName } from '@hubbub/protocol';

export interface Scene {
  readonly by: 'alice' | 'bob';
  readonly op: OperationName;
  readonly args: JsonObject;
  /** Keeps the id at this path of the answer under a name. */
  readonly keeps?: readonly [path: string, name: string];
}

const room = '$room';
const file = 'aGVsbG8=';

export const story: readonly Scene[] = [
  scene('alice conversation.create', { kind: 'ROOM', title: 'lobby', clientKey: 'k1' }, [
    'conversation.id',
    'room',
  ]),
  scene('alice conversation.create', { kind: 'ROOM', title: 'lobby', clientKey: 'k1' }),
  scene('alice conversation.create', { kind: 'ROOM', title: 'another', clientKey: 'k1' }),
  scene('alice conversation.get', { conversation: room }),
  scene('bob conversation.join', { conversation: room }),
  scene('bob conversation.members', { conversation: room }),
  scene('alice message.send', { conversation: room, clientMsgId: 'm1', text: 'hello 안녕 👋' }),
  scene('alice message.send', { conversation: room, clientMsgId: 'm1', text: 'hello 안녕 👋' }),
  scene('alice message.send', { conversation: room, clientMsgId: 'm1', text: 'something else' }),
  scene('bob message.send', {
    conversation: room,
    clientMsgId: 'm2',
    text: 'an answer',
    replyTo: 1,
    mentionsAll: true,
  }),
  scene('bob message.send', {
    conversation: room,
    clientMsgId: 'm3',
    card: { poll: { question: 'which?', options: [{ text: 'a' }, { text: 'b' }] } },
  }),
  scene('alice message.vote', { conversation: room, seq: 3, options: [1] }),
  scene('alice message.react', { conversation: room, seq: 2, emoji: '👍', on: true }),
  scene('bob message.reactions', { conversation: room, seq: 2, emoji: '👍' }),
  scene('bob message.edit', {
    conversation: room,
    seq: 2,
    text: 'a better answer',
    clientKey: 'e1',
  }),
  scene('bob message.edit', { conversation: room, seq: 1, text: 'not mine' }),
  scene('alice message.edits', { conversation: room, seq: 2 }),
  scene('alice message.pin', { conversation: room, seq: 2 }),
  scene('alice message.pins', { conversation: room }),
  scene('bob message.recall', { conversation: room, seq: 2 }),
  scene('alice message.get', { conversation: room, seqs: [1, 2, 3, 99] }),
  scene('alice message.history', { conversation: room, limit: 10 }),
  scene('bob mark.set', { conversation: room, read: 3 }),
  scene('alice mark.list', { conversation: room }),
  scene('alice mark.readers', { conversation: room, seq: 1 }),
  scene('bob conversation.configure', { conversation: room, pinned: true }),
  scene('bob conversation.draft', { conversation: room, text: 'not yet' }),
  scene('alice conversation.update', { conversation: room, title: 'hall' }),
  scene('bob conversation.update', { conversation: room, title: 'mine' }),
  scene('alice conversation.setRights', { conversation: room, rights: { post: 'ADMIN' } }),
  scene('bob message.send', { conversation: room, clientMsgId: 'm4', text: 'may I?' }),
  scene('bob message.search', { query: 'hello' }),
  scene('bob conversation.list', { joined: true }),
  scene('bob sync.pull', {}),
  scene('bob sync.pull', { only: [room] }),
  scene('alice presence.subscribe', { conversation: room }),
  scene('alice user.setStatus', { emoji: '🌴', text: 'away' }),
  scene('alice user.updateProfile', { displayName: 'Alice', about: 'the same' }),
  scene('alice setting.set', { settings: { receipts: 'HIDDEN' } }),
  scene('alice setting.get', {}),
  scene('alice account.get', {}),
  scene('alice device.list', {}),
  scene('alice moment.post', { text: 'a moment', clientKey: 'p1' }, ['moment.id', 'moment']),
  scene('alice moment.get', { moment: '$moment' }),
  scene('bob moment.get', { moment: '$moment' }),
  scene('alice moment.timeline', {}),
  scene('alice media.upload', { content: file, name: 'x.txt' }),
  scene('alice game.types', {}),
  scene('bob conversation.leave', { conversation: room }),
  scene('bob message.history', { conversation: room }),
  scene('alice conversation.delete', { conversation: room }),
  scene('alice conversation.get', { conversation: room }),
  scene('alice session.open', {}),
];

function scene(
  line: `${'alice' | 'bob'} ${OperationName}`,
  args: JsonObject,
  keeps?: Scene['keeps'],
): Scene {
  const [by, op] = line.split(' ') as ['alice' | 'bob', OperationName];
  return { by, op, args, ...(keeps && { keeps }) };
}
