// What a user has chosen for the whole account. Visibility and delivery read the columns; the user's devices have the item.
import { create } from '@bufbuild/protobuf';
import {
  Item_Kind,
  OperationError,
  Settings_Accept as Accept,
  SettingsSchema,
  Sharing_Choice as Choice,
  Showing_Choice as Showing,
  Window_Span as Span,
  type Settings,
  type UserId,
} from '@hubbub/protocol';
import { writeItem } from './item-store.ts';
import { first, run, statement, type Read, type Steps, type Write } from './statement.ts';
import { userKey, type StreamChange } from './stream.ts';

interface SettingsRow {
  readonly accept: number;
  readonly moment_window: number;
  readonly receipts: number;
  readonly typing: number;
  readonly presence: number;
}

const selectSettings = statement<{ user: number }, SettingsRow>((db, p) =>
  db
    .selectFrom('user')
    .where('app', '=', p.app)
    .where('id', '=', p.user)
    .select(['accept', 'moment_window', 'receipts', 'typing', 'presence']),
);

const updateSettings = statement<SettingsRow & { user: number }, unknown>((db, p) =>
  db
    .updateTable('user')
    .set({
      accept: p.accept,
      moment_window: p.moment_window,
      receipts: p.receipts,
      typing: p.typing,
      presence: p.presence,
    })
    .where('app', '=', p.app)
    .where('id', '=', p.user),
);

export const getSettings: Read<{ user: UserId }, Settings> = {
  name: 'setting.get',
  *run(_tx, { user }) {
    return yield* readSettings(user);
  },
};

type SettingChange = Pick<Settings, (typeof chosen)[number]> & { readonly user: UserId };

const chosen = ['accept', 'moments', 'receipts', 'typing', 'presence'] as const;

/** What is UNSPECIFIED stays as it is. */
export const setSettings: Write<
  SettingChange,
  { settings: Settings; stream: StreamChange | undefined }
> = {
  name: 'setting.set',
  locks: ({ user }) => ({ users: [user] }),
  *run(_tx, { user, ...change }) {
    const before = yield* readSettings(user);
    const { accept, moments, receipts, typing, presence } = change;
    const settings = create(SettingsSchema, {
      accept: accept || before.accept,
      moments: moments || before.moments,
      receipts: receipts || before.receipts,
      typing: typing || before.typing,
      presence: presence || before.presence,
    });
    if (chosen.every((one) => settings[one] === before[one]))
      return { settings, stream: undefined };
    const { moments: moment_window, ...same } = settings;
    const row = {
      accept: same.accept,
      moment_window,
      receipts: same.receipts,
      typing: same.typing,
      presence: same.presence,
    };
    yield* run(updateSettings, { ...row, user: userKey(user) });
    const item = { kind: Item_Kind.SETTINGS, target: 0, value: { settings } };
    return { settings, stream: yield* writeItem(user, item) };
  },
};

function* readSettings(user: UserId): Steps<Settings> {
  const row = yield* first(selectSettings, { user: userKey(user) });
  if (row === undefined) throw new OperationError('UNKNOWN');
  return create(SettingsSchema, {
    accept: row.accept || Accept.EVERYONE,
    moments: row.moment_window || Span.ALL,
    receipts: row.receipts || Choice.SHOWN,
    typing: row.typing || Choice.SHOWN,
    presence: row.presence || Showing.EVERYONE,
  });
}
