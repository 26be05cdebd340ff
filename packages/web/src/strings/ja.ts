import { account } from './ja/account.ts';
import { app } from './ja/app.ts';
import { attachmentPanel } from './ja/attachment-panel.ts';
import { attachments } from './ja/attachments.ts';
import { chats } from './ja/chats.ts';
import { contacts } from './ja/contacts.ts';
import { errors } from './ja/errors.ts';
import { games } from './ja/games.ts';
import { groupPanel } from './ja/group-panel.ts';
import { groups } from './ja/groups.ts';
import { keys } from './ja/keys.ts';
import { messages } from './ja/messages.ts';
import { moderationPanel } from './ja/moderation-panel.ts';
import { moderation } from './ja/moderation.ts';
import { moments } from './ja/moments.ts';
import { notifications } from './ja/notifications.ts';
import { search } from './ja/search.ts';
import { settings } from './ja/settings.ts';
import { status } from './ja/status.ts';
import { voice } from './ja/voice.ts';
import type { Catalogue } from './en.ts';

export const ja: Catalogue = {
  ...app,
  ...account,
  ...chats,
  ...contacts,
  ...moderation,
  ...moderationPanel,
  ...moments,
  ...games,
  ...messages,
  ...keys,
  ...search,
  ...notifications,
  ...settings,
  ...groups,
  ...attachments,
  ...attachmentPanel,
  ...groupPanel,
  ...status,
  ...voice,
  ...errors,
};
