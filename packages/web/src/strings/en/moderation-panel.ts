// Bans: loaded with their code (moderation/texts.ts).
export const moderationPanel = {
  'moderation.banAction': 'Ban…',
  'moderation.ban': 'Ban',
  'moderation.banTitle': 'Ban {name}',
  'moderation.banHint': 'They are removed and cannot come back in any way while it lasts.',
  'moderation.term': 'For',
  'moderation.reason': 'Reason (optional)',
  'moderation.reasonHint': 'Only owner and admins see it.',
  'moderation.bans': 'Banned people',
  'moderation.noBans': 'Nobody is banned.',
  'moderation.by': 'by {name}',
  'moderation.unban': 'End ban',
  'moderation.unbanNamed': 'End ban: {name}',
} as const;
