import type { moderation as english } from '../en/moderation.ts';
import type { Translation } from '../translation.ts';

export const moderation: Translation<typeof english> = {
  'error.BANNED': '지금은 이곳에서 차단되어 있습니다.',
  'moderation.hideAction': '숨기기…',
  'moderation.reportAction': '신고…',
  'moderation.reportMoment': '이 모먼트 신고',
};
