// English: what a key is called and which {placeholders} it has is decided here. In the first load.
import { account } from './en/account.ts';
import { app } from './en/app.ts';
import type { attachmentPanel } from './en/attachment-panel.ts';
import { attachments } from './en/attachments.ts';
import { chats } from './en/chats.ts';
import { contacts } from './en/contacts.ts';
import { errors } from './en/errors.ts';
import type { games } from './en/games.ts';
import type { groupPanel } from './en/group-panel.ts';
import { groups } from './en/groups.ts';
import type { keys } from './en/keys.ts';
import { messages } from './en/messages.ts';
import type { moderationPanel } from './en/moderation-panel.ts';
import { moderation } from './en/moderation.ts';
import type { moments } from './en/moments.ts';
import { notifications } from './en/notifications.ts';
import { search } from './en/search.ts';
import type { settings } from './en/settings.ts';
import type { status } from './en/status.ts';
import type { voice } from './en/voice.ts';
import type { Text, Translation } from './translation.ts';

const first = {
  ...app,
  ...account,
  ...chats,
  ...contacts,
  ...moderation,
  ...messages,
  ...search,
  ...notifications,
  ...groups,
  ...attachments,
  ...errors,
} as const satisfies Record<string, Text>;

type English = typeof first &
  typeof games &
  typeof settings &
  typeof groupPanel &
  typeof keys &
  typeof moderationPanel &
  typeof moments &
  typeof attachmentPanel &
  typeof status &
  typeof voice;

/** Texts of an area that is loaded later are here once its code has brought them. */
export const en = { ...first } as English;

export function bring(texts: Partial<English>): void {
  Object.assign(en, texts);
}

export type StringKey = keyof English;

export type Catalogue = Translation<English>;
