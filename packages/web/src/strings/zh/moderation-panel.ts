import type { moderationPanel as english } from '../en/moderation-panel.ts';
import type { Translation } from '../translation.ts';

export const moderationPanel: Translation<typeof english> = {
  'moderation.banAction': '封禁…',
  'moderation.ban': '封禁',
  'moderation.banTitle': '封禁 {name}',
  'moderation.banHint': '对方将被移出，封禁期间无法以任何方式重新加入。',
  'moderation.term': '时长',
  'moderation.reason': '原因（选填）',
  'moderation.reasonHint': '仅群主和管理员可见。',
  'moderation.bans': '封禁名单',
  'moderation.noBans': '没有被封禁的人。',
  'moderation.by': '由 {name} 封禁',
  'moderation.unban': '解除封禁',
  'moderation.unbanNamed': '解除封禁: {name}',
};
