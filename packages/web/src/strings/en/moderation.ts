// Keeping order: bans, reports.
export const moderation = {
  'error.BANNED': 'You are banned here at the moment.',
  'moderation.reportAction': 'Report…',
  'moderation.reportMoment': 'Report this moment',
} as const;
