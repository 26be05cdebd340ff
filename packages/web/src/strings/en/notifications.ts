// Texts of being told of new messages, and of the app as something installed.
export const notifications = {
  'notify.hintLabel': 'Notifications',
  'notify.hint': 'Hubbub can tell you of new messages while you are doing something else.',
  'notify.turnOn': 'Turn on',
  'notify.notNow': 'Not now',
  'notify.about': 'On this device.',
  'notify.on': 'Tell me of new messages',
  'notify.showsText': 'Show what was written',
  'notify.hasSound': 'Play a short sound',
  'notify.unable': 'This browser cannot do it here. It needs an address that begins with https.',
  'notify.denied':
    'Your browser blocks notifications of this page. Allow them in its settings first.',
  'notify.title': '{name} in {title}',
  'notify.whisper': '{name} whispers',
  'notify.hidden': { one: '{count} new message', other: '{count} new messages' },

  'update.ready': 'There is a new version of Hubbub.',
  'update.reload': 'Reload',
  'update.later': 'Later',
} as const;
