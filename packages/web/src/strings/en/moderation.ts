// Keeping order: bans.
export const moderation = {
  'error.BANNED': 'You are banned here at the moment.',
} as const;
