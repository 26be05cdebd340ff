import type { moderation as english } from '../en/moderation.ts';
import type { Translation } from '../translation.ts';

export const moderation: Translation<typeof english> = {
  'error.BANNED': '現在、ここへの参加が禁止されています。',
  'moderation.hideAction': '非表示にする…',
  'moderation.reportAction': '報告…',
  'moderation.reportMoment': 'このモーメントを報告',
};
