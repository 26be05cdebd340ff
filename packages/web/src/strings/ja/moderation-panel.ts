import type { moderationPanel as english } from '../en/moderation-panel.ts';
import type { Translation } from '../translation.ts';

export const moderationPanel: Translation<typeof english> = {
  'moderation.banAction': '参加を禁止…',
  'moderation.ban': '参加を禁止',
  'moderation.banTitle': '{name} の参加を禁止',
  'moderation.banHint': '退出させられ、禁止が終わるまでどの方法でも戻れません。',
  'moderation.term': '期間',
  'moderation.reason': '理由（任意）',
  'moderation.reasonHint': 'オーナーと管理者だけに表示されます。',
  'moderation.bans': '参加を禁止した人',
  'moderation.noBans': '参加を禁止した人はいません。',
  'moderation.by': '{name} が禁止',
  'moderation.unban': '禁止を解除',
  'moderation.unbanNamed': '禁止を解除: {name}',
};
