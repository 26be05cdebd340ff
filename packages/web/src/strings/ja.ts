import { account } from './ja/account.ts';
import { app } from './ja/app.ts';
import { chats } from './ja/chats.ts';
import { contacts } from './ja/contacts.ts';
import { errors } from './ja/errors.ts';
import { games } from './ja/games.ts';
import { groups } from './ja/groups.ts';
import { keys } from './ja/keys.ts';
import { moderation } from './ja/moderation.ts';
import { moments } from './ja/moments.ts';
import { notifications } from './ja/notifications.ts';
import { settings } from './ja/settings.ts';
import type { Catalogue } from './en.ts';

export const ja: Catalogue = {
  ...app,
  ...account,
  ...chats,
  ...contacts,
  ...moderation,
  ...moments,
  ...games,
  ...keys,
  ...notifications,
  ...settings,
  ...groups,
  ...errors,
};
