import type { moderation as english } from '../en/moderation.ts';
import type { Translation } from '../translation.ts';

export const moderation: Translation<typeof english> = {
  'error.BANNED': '你目前被此处封禁。',
  'moderation.hideAction': '隐藏…',
  'moderation.reportAction': '举报…',
  'moderation.reportMoment': '举报这条动态',
};
