// Groups and rooms: links, rights, muting.
export const groups = {
  'error.MUTED': 'You are muted here at the moment.',
  'error.REVOKED': 'This link is not valid any more.',
  'error.EXPIRED': 'This link has expired.',
  'error.USED_UP': 'This link was used as often as it may be.',
  'error.DECLINED': 'You were declined not long ago. Ask again tomorrow.',
} as const;
