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
  'moderation.report': '신고',
  'moderation.reportHint':
    '현재 내용과 함께 이 앱의 운영자에게 전달됩니다. 신고한 사실은 다른 누구에게도 알려지지 않습니다.',
  'moderation.why': '신고 이유',
  'moderation.reason.SPAM': '스팸',
  'moderation.reason.HARASSMENT': '괴롭힘 또는 혐오',
  'moderation.reason.VIOLENCE': '폭력 또는 위협',
  'moderation.reason.SEXUAL': '성적인 콘텐츠',
  'moderation.reason.ILLEGAL': '불법 행위',
  'moderation.reason.OTHER': '기타',
  'moderation.words': '자세한 내용 (선택)',
  'moderation.send': '신고하기',
  'moderation.reported': '신고가 접수되었습니다. 감사합니다.',
};
