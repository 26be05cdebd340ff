import { account } from './zh/account.ts';
import { app } from './zh/app.ts';
import { attachmentPanel } from './zh/attachment-panel.ts';
import { attachments } from './zh/attachments.ts';
import { chats } from './zh/chats.ts';
import { contacts } from './zh/contacts.ts';
import { errors } from './zh/errors.ts';
import { games } from './zh/games.ts';
import { groupPanel } from './zh/group-panel.ts';
import { groups } from './zh/groups.ts';
import { keys } from './zh/keys.ts';
import { messages } from './zh/messages.ts';
import { moderationPanel } from './zh/moderation-panel.ts';
import { moderation } from './zh/moderation.ts';
import { moments } from './zh/moments.ts';
import { notifications } from './zh/notifications.ts';
import { search } from './zh/search.ts';
import { settings } from './zh/settings.ts';
import { status } from './zh/status.ts';
import { voice } from './zh/voice.ts';
import type { Catalogue } from './en.ts';

export const zh: Catalogue = {
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
