import type { groups as english } from '../en/groups.ts';
import type { Translation } from '../translation.ts';

export const groups: Translation<typeof english> = {
  'error.MUTED': '지금은 여기에서 메시지를 보낼 수 없습니다.',
  'error.REVOKED': '더 이상 사용할 수 없는 링크입니다.',
  'error.EXPIRED': '만료된 링크입니다.',
  'error.USED_UP': '사용 횟수를 모두 채운 링크입니다.',
  'error.DECLINED': '얼마 전에 거절되었습니다. 내일 다시 요청해 보세요.',
};
