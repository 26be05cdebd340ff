import { account } from './ko/account.ts';
import { app } from './ko/app.ts';
import { attachmentPanel } from './ko/attachment-panel.ts';
import { attachments } from './ko/attachments.ts';
import { chats } from './ko/chats.ts';
import { contacts } from './ko/contacts.ts';
import { errors } from './ko/errors.ts';
import { games } from './ko/games.ts';
import { groupPanel } from './ko/group-panel.ts';
import { groups } from './ko/groups.ts';
import { keys } from './ko/keys.ts';
import { messages } from './ko/messages.ts';
import { moderationPanel } from './ko/moderation-panel.ts';
import { moderation } from './ko/moderation.ts';
import { moments } from './ko/moments.ts';
import { notifications } from './ko/notifications.ts';
import { search } from './ko/search.ts';
import { settings } from './ko/settings.ts';
import { status } from './ko/status.ts';
import { voice } from './ko/voice.ts';
import type { Catalogue } from './en.ts';

export const ko: Catalogue = {
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
