// What a user has chosen for the whole account. Visibility and delivery read the columns; the user's devices have the item.
import { create } from '@bufbuild/protobuf';
import {
  Item_Kind,
  OperationError,
  Settings_Accept as Accept,
  SettingsSchema,
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
}

const selectSettings = statement<{ user: number }, SettingsRow>((db, p) =>
  db
    .selectFrom('user')
    .where('app', '=', p.app)
    .where('id', '=', p.user)
    .select(['accept', 'moment_window']),
);

const updateSettings = statement<SettingsRow & { user: number }, unknown>((db, p) =>
  db
    .updateTable('user')
    .set({ accept: p.accept, moment_window: p.moment_window })
    .where('app', '=', p.app)
    .where('id', '=', p.user),
);

export const getSettings: Read<{ user: UserId }, Settings> = {
  name: 'setting.get',
  *run(_tx, { user }) {
    return yield* readSettings(user);
  },
};

type SettingChange = Pick<Settings, 'accept' | 'moments'> & { readonly user: UserId };

/** What is UNSPECIFIED stays as it is. */
export const setSettings: Write<
  SettingChange,
  { settings: Settings; stream: StreamChange | undefined }
> = {
  name: 'setting.set',
  locks: ({ user }) => ({ users: [user] }),
  *run(_tx, { user, accept, moments }) {
    const before = yield* readSettings(user);
    const settings = create(SettingsSchema, {
      accept: accept || before.accept,
      moments: moments || before.moments,
    });
    if (settings.accept === before.accept && settings.moments === before.moments)
      return { settings, stream: undefined };
    const row = { accept: settings.accept, moment_window: settings.moments };
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
  });
}
