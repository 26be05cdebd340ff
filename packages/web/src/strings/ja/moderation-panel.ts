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
  'moderation.report': '報告',
  'moderation.reportHint':
    '現在の内容とともに、このアプリの運営者に送られます。報告したことがほかの人に知られることはありません。',
  'moderation.why': '理由',
  'moderation.reason.SPAM': 'スパム',
  'moderation.reason.HARASSMENT': '嫌がらせや差別',
  'moderation.reason.VIOLENCE': '暴力や脅迫',
  'moderation.reason.SEXUAL': '性的な内容',
  'moderation.reason.ILLEGAL': '違法な内容',
  'moderation.reason.OTHER': 'その他',
  'moderation.words': '詳しい内容（任意）',
  'moderation.send': '報告する',
  'moderation.reported': '報告を受け付けました。ご協力ありがとうございます。',
};
