import type { moderationPanel as english } from '../en/moderation-panel.ts';
import type { Translation } from '../translation.ts';

export const moderationPanel: Translation<typeof english> = {
  'moderation.banAction': '차단…',
  'moderation.ban': '차단',
  'moderation.banTitle': '{name} 님 차단',
  'moderation.banHint': '내보내지며, 차단이 끝날 때까지 어떤 방법으로도 다시 들어올 수 없습니다.',
  'moderation.term': '기간',
  'moderation.reason': '사유 (선택)',
  'moderation.reasonHint': '소유자와 관리자에게만 보입니다.',
  'moderation.bans': '차단된 사람',
  'moderation.noBans': '차단된 사람이 없습니다.',
  'moderation.by': '{name} 님이 차단',
  'moderation.unban': '차단 해제',
  'moderation.unbanNamed': '차단 해제: {name}',
};
