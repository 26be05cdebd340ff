// Texts of logging in, of what a device is called, and of logins that have ended.
export const account = {
  'account.logIn': 'Log in',
  'account.signUp': 'Sign up',
  'account.logOut': 'Log out',
  'account.menu': 'your account',
  'account.username': 'Username',
  'account.usernameHint': '2 to 32 letters, digits, dots, dashes or underscores',
  'account.displayNameOptional': 'Name shown to others (optional)',
  'account.password': 'Password',
  'account.passwordHint': 'At least 8 characters',
  'account.showPassword': 'Show password',
  'account.toSignUp': 'New here?',
  'account.toLogIn': 'Already have an account?',
  'account.working': 'One moment…',
  'account.tagline': 'Rooms and direct messages on your own server.',
  'account.isReset': 'Your password is set. Log in with it.',

  'settings.title': 'Settings',
  'settings.guestNote': 'You are a guest. Keep this account?',

  'refused.REVOKED': 'You were logged out. Log in to go on.',
  'refused.DISABLED': 'This account was disabled. Ask whoever runs this server.',
  'refused.TOKEN': 'Your login has ended. Log in to go on.',
  'refused.NOT_LOGGED_IN': 'Your login has ended. Log in to go on.',
  'refused.UNAUTHENTICATED': 'Your login has ended. Log in to go on.',
  'refused.TOO_MANY': 'You have Hubbub open in too many places. Close some of them.',
  'refused.ORIGIN': 'This page may not talk to this server.',
  'refused.other': 'The server did not accept this page. Reload it.',
  'refused.again': 'Try again',

  'devices.name': '{browser} on {system}',
  'devices.browser': 'Browser',
} as const;
