// What an export holds, in stages. Each answers with a bounded number of lines and where the next one begins, so that an
// account of any size is written in little memory and between other work.
import { toJson, type DescMessage, type JsonValue, type MessageShape } from '@bufbuild/protobuf';
import {
  AccountSchema,
  ContactSchema,
  ConversationSchema,
  DeviceSchema,
  formatId,
  GameSchema,
  Media_Type,
  MessageSchema,
  MomentSchema,
  NoticeSchema,
  OperationError,
  parseId,
  PasskeySchema,
  SettingsSchema,
  type AppId,
  type ConversationId,
  type UserId,
} from '@hubbub/protocol';
import { listContacts } from '../../store/contact-store.ts';
import { listDevices } from '../../store/device-store.ts';
import type { Cursor } from '../../store/export-store.ts';
import { playedIn } from '../../store/game-list-store.ts';
import { readHistory } from '../../store/history-store.ts';
import { getConversation } from '../../store/list-store.ts';
import { readAlbum } from '../../store/moment-store.ts';
import { readAccountOf } from '../../store/own-account-store.ts';
import { nextPicture, nextPlace, ownComments, ownMessages } from '../../store/own-data-store.ts';
import { listPasskeys } from '../../store/passkey-store.ts';
import { getSettings } from '../../store/setting-store.ts';
import type { Tools } from '../effect.ts';

/** One line of the file. */
export interface Line {
  readonly kind: string;
  readonly data: JsonValue;
}

interface Reading {
  readonly tools: Tools;
  readonly app: AppId;
  readonly user: UserId;
}

interface Read {
  readonly lines: readonly Line[];
  /** Undefined: the next stage. */
  readonly next?: Omit<Cursor, 'stage'> | undefined;
}

type Stage = (reading: Reading, from: Omit<Cursor, 'stage'>) => Promise<Read>;

const page = 100;

const account: Stage = async ({ tools, app, user }) => {
  const of = { user };
  const devices = await tools.read(app, listDevices, of);
  const passkeys = await tools.read(app, listPasskeys, of);
  return {
    lines: [
      line('account', AccountSchema, await tools.read(app, readAccountOf, of)),
      line('settings', SettingsSchema, await tools.read(app, getSettings, of)),
      ...devices.map((device) => line('device', DeviceSchema, device)),
      ...passkeys.map((passkey) => line('passkey', PasskeySchema, passkey)),
    ],
  };
};

const contacts: Stage = async ({ tools, app, user }, { place }) => {
  const after = place === 0 ? -1 : place;
  const found = await tools.read(app, listContacts, { user, after, limit: page });
  const next = found.next === undefined ? undefined : parseId('usr', found.next);
  return {
    lines: found.contacts.map((one) => line('contact', ContactSchema, one)),
    next: next === undefined ? undefined : { place: next, seq: 0 },
  };
};

/** `place` is the last conversation that is done; above seq 0 the next one is half written. */
const conversations: Stage = async (reading, { place, seq }) => {
  const { tools, app, user } = reading;
  const found = await tools.read(app, nextPlace, { user, after: place });
  if (found === undefined) return { lines: [] };
  const { conversation, key, hasLeft } = found;
  const seen = hasLeft ? undefined : await asSeen(reading, conversation, seq);
  const { lines, last } = seen ?? (await asSaid(reading, conversation, seq));
  return { lines, next: last === undefined ? { place: key, seq: 0 } : { place, seq: last } };
};

/** `last` is where the next page begins; undefined on the last. */
interface HistoryPage {
  readonly lines: readonly Line[];
  readonly last: number | undefined;
}

/** What the user may see there now; undefined when it is no member any more, or the conversation is gone. */
async function asSeen(
  { tools, app, user }: Reading,
  conversation: ConversationId,
  after: number,
): Promise<HistoryPage | undefined> {
  const of = { conversation, user };
  try {
    const heads =
      after > 0 ? [] : [(await tools.read(app, getConversation, of)).conversation].filter(isThere);
    const history = await tools.read(app, readHistory, { ...of, after, limit: page });
    const { messages, notices, more } = history;
    return {
      lines: [
        ...heads.map((one) => line('conversation', ConversationSchema, one)),
        ...messages.map((one) => line('message', MessageSchema, one)),
        ...notices.map((one) => line('notice', NoticeSchema, one)),
      ],
      last: more ? (messages.at(-1)?.seq ?? after + page) : undefined,
    };
  } catch (error) {
    if (error instanceof OperationError) return undefined;
    throw error;
  }
}

/** What the user itself said there. */
async function asSaid(
  { tools, app, user }: Reading,
  conversation: ConversationId,
  after: number,
): Promise<HistoryPage> {
  const said = await tools.read(app, ownMessages, { user, conversation, after, limit: page });
  const lines = said.map((one) => line('message', MessageSchema, one));
  return { lines, last: said.length < page ? undefined : said.at(-1)?.seq };
}

/** `place` is the id of the oldest so far, `seq` its time. */
const moments: Stage = async ({ tools, app, user }, { place, seq }) => {
  const before = place === 0 ? undefined : { createdAt: seq, id: place };
  const asked = { viewer: user, author: user, before, limit: 20 };
  const found = await tools.read(app, readAlbum, asked);
  return {
    lines: found.moments.map((one) => line('moment', MomentSchema, one)),
    next: found.next && { place: found.next.id, seq: found.next.createdAt },
  };
};

const comments: Stage = async ({ tools, app, user }, { place: after }) => {
  const rows = await tools.read(app, ownComments, { user, after, limit: page });
  const last = rows.at(-1);
  return {
    lines: rows.map(({ id, moment, liked, text, created_at }) => ({
      kind: liked === 1 ? 'like' : 'comment',
      data: {
        id: formatId('int', id),
        moment: formatId('mom', moment),
        createdAt: new Date(created_at).toISOString(),
        ...(liked === 0 && { text }),
      },
    })),
    next: last === undefined || rows.length < page ? undefined : { place: last.id, seq: 0 },
  };
};

/** `place` is the last game of all that was looked at. */
const games: Stage = async ({ tools, app, user }, { place: after }) => {
  const { played, last } = await tools.read(app, playedIn, { user, after });
  return {
    lines: played.map((one) => line('game', GameSchema, one)),
    next: last === undefined ? undefined : { place: last, seq: 0 },
  };
};

const pictures: Stage = async ({ tools, app, user }, { place: after }) => {
  const row = await tools.read(app, nextPicture, { user, after });
  if (row === undefined) return { lines: [] };
  const bytes = await tools.blobs.get(row.blob);
  const content = bytes === undefined ? null : Buffer.from(bytes).toString('base64');
  const type = Media_Type[row.type] ?? '';
  return {
    lines: [{ kind: 'picture', data: { id: formatId('med', row.id), type, content } }],
    next: { place: row.id, seq: 0 },
  };
};

/** In the order of the file. */
const stages: readonly (readonly [name: string, stage: Stage])[] = [
  ['account', account],
  ['contacts', contacts],
  ['conversations', conversations],
  ['moments', moments],
  ['comments', comments],
  ['games', games],
  ['pictures', pictures],
];

export const firstStage: Cursor = { stage: 'account', place: 0, seq: 0 };

/** Some lines, and where to go on; undefined at the end. */
export async function readLines(
  reading: Reading,
  { stage: name, ...from }: Cursor,
): Promise<{ lines: readonly Line[]; next: Cursor | undefined }> {
  const index = stages.findIndex(([one]) => one === name);
  const [, stage] = stages[index] ?? [];
  if (stage === undefined) throw new Error(`an export has no stage ${name}`);
  const { lines, next } = await stage(reading, from);
  if (next !== undefined) return { lines, next: { stage: name, ...next } };
  const [following] = stages[index + 1] ?? [];
  return {
    lines,
    next: following === undefined ? undefined : { stage: following, place: 0, seq: 0 },
  };
}

function isThere<T>(value: T | undefined): value is T {
  return value !== undefined;
}

function line<S extends DescMessage>(kind: string, schema: S, message: MessageShape<S>): Line {
  return { kind, data: toJson(schema, message) };
}
