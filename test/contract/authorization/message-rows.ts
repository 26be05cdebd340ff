// What is done to messages (rows.ts): about a text and a poll of the owner's in a room.
import type { OperationName } from '@hubbub/protocol';
import { inRoom, it, members, reading, voices, type Place, type Row } from './row.ts';

const said = ({ conversation }: Place) => ({ conversation, seq: 1 });
const poll = ({ conversation }: Place) => ({ conversation, seq: 2 });
const rightOfStaff = 'NOT_A_MEMBER ROLE NOT_A_MEMBER ok NOT_A_MEMBER UNKNOWN MUTED ok';
const ofSender = 'NOT_A_MEMBER SENDER NOT_A_MEMBER ok NOT_A_MEMBER UNKNOWN';
const rightOfSender = `${ofSender} SENDER ok`;

/** Beyond being a member: `rights` of the protocol. */
export const messageRows = {
  'message.edit': inRoom(
    (place) => ({ ...said(place), text: 'hello!' }),
    `${ofSender} SENDER SENDER`,
  ),
  'message.edits': reading(inRoom(said, members)),
  'message.recall': inRoom(said, rightOfSender),
  'message.hide': inRoom(said, 'NOT_A_MEMBER ROLE NOT_A_MEMBER ok NOT_A_MEMBER UNKNOWN ROLE ok'),
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
  'conversation.draft': inRoom(({ conversation }) => ({ conversation, text: 'so' }), members),
  'mark.readers': reading(inRoom(said, `${ofSender} SENDER SENDER`)),
  'conversation.configure': inRoom(({ conversation }) => ({ conversation, pinned: true }), members),
} as const satisfies Readonly<Partial<Record<OperationName, Row>>>;
