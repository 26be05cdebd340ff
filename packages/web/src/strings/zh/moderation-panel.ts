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
  'moderation.report': '举报',
  'moderation.reportHint': '举报将连同当前内容一并发送给本应用的运营者，其他人不会知道是你举报的。',
  'moderation.why': '举报原因',
  'moderation.reason.SPAM': '垃圾信息',
  'moderation.reason.HARASSMENT': '骚扰或仇恨言论',
  'moderation.reason.VIOLENCE': '暴力或威胁',
  'moderation.reason.SEXUAL': '色情内容',
  'moderation.reason.ILLEGAL': '违法内容',
  'moderation.reason.OTHER': '其他',
  'moderation.words': '补充说明（选填）',
  'moderation.send': '提交举报',
  'moderation.reported': '感谢你的反馈，举报已送达。',
};
