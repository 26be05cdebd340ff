// Texts of the frame around every screen.
export const app = {
  'app.name': 'Hubbub',
  'app.starting': 'Connecting…',
  'app.loading': 'Loading…',
  'app.loadFailed': 'This page could not be loaded',
  'app.loadFailedHint': 'There is no connection, or a newer version of it.',
  'app.reload': 'Reload',
  'app.back': 'Back',

  'tab.label': 'Hubbub',
  'tab.chats': 'Chats',
  'tab.chatsNews': { one: '{count} unread conversation', other: '{count} unread conversations' },
  'tab.contacts': 'Contacts',
  'tab.contactsNews': { one: '{count} contact request', other: '{count} contact requests' },
  'tab.moments': 'Moments',
  'tab.momentsNews': { one: '{count} notice', other: '{count} notices' },
  'tab.momentsNew': 'New moments',
  'tab.games': 'Games',
  'tab.gamesNews': { one: '{count} game waits for you', other: '{count} games wait for you' },

  'appearance.label': 'Appearance',
  'appearance.system': 'System',
  'appearance.light': 'Light',
  'appearance.dark': 'Dark',

  'language.label': 'Language',

  'status.offline': 'No connection. What you write is kept and sent when it is back.',
  'status.connecting': 'Reconnecting… What you write is kept and sent then.',

  'dialog.cancel': 'Cancel',
  'dialog.close': 'Close',

  'user.deleted': 'Deleted user',
  'user.unknown': 'Someone',
  'user.you': 'you',
  'keys.title': 'Keyboard shortcuts',
} as const;
