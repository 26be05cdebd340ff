import type { groups as english } from '../en/groups.ts';
import type { Translation } from '../translation.ts';

export const groups: Translation<typeof english> = {
  'error.MUTED': '現在、ここでは発言が制限されています。',
  'error.REVOKED': 'このリンクは無効になりました。',
  'error.EXPIRED': 'このリンクは期限切れです。',
  'error.USED_UP': 'このリンクは使用回数の上限に達しました。',
  'error.DECLINED': '先ほどリクエストが却下されました。明日もう一度お試しください。',
};
