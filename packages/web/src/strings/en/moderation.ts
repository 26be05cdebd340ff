// Keeping order: bans, hiding, reports.
export const moderation = {
  'error.BANNED': 'You are banned here at the moment.',
  'moderation.hideAction': 'Hide…',
  'moderation.reportAction': 'Report…',
  'moderation.reportMoment': 'Report this moment',
} as const;
