import type { groups as english } from '../en/groups.ts';
import type { Translation } from '../translation.ts';

export const groups: Translation<typeof english> = {
  'error.MUTED': '你目前在这里被禁言。',
  'error.REVOKED': '此链接已失效。',
  'error.EXPIRED': '此链接已过期。',
  'error.USED_UP': '此链接的使用次数已用完。',
  'error.DECLINED': '你的申请不久前被拒绝，请明天再试。',
};
