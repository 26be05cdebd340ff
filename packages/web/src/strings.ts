// Every text a user can see, in one place and in English; translations come beside it. A text with `one` and `other` is
// chosen by `count`; {name} is filled in.
import { contacts } from './strings/contacts.ts';
import { games } from './strings/games.ts';
import { messages } from './strings/messages.ts';
import { moments } from './strings/moments.ts';

interface Plural {
  readonly one: string;
  readonly other: string;
}

const strings = {
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

  'account.logIn': 'Log in',
  'account.signUp': 'Sign up',
  'account.logOut': 'Log out',
  'account.menu': 'your account',
  'account.username': 'Username',
  'account.usernameHint': '2 to 32 letters, digits, dots, dashes or underscores',
  'account.displayName': 'Name shown to others',
  'account.optional': 'optional',
  'account.password': 'Password',
  'account.passwordHint': 'At least 8 characters',
  'account.showPassword': 'Show password',
  'account.toSignUp': 'New here?',
  'account.toLogIn': 'Already have an account?',
  'account.working': 'One moment…',
  'account.tagline': 'Rooms and direct messages on your own server.',

  'status.offline': 'No connection. What you write is kept and sent when it is back.',
  'status.connecting': 'Reconnecting… What you write is kept and sent then.',

  'refused.REVOKED': 'You were logged out. Log in to go on.',
  'refused.TOKEN': 'Your login has ended. Log in to go on.',
  'refused.NOT_LOGGED_IN': 'Your login has ended. Log in to go on.',
  'refused.UNAUTHENTICATED': 'Your login has ended. Log in to go on.',
  'refused.TOO_MANY': 'You have Hubbub open in too many places. Close some of them.',
  'refused.ORIGIN': 'This page may not talk to this server.',
  'refused.other': 'The server did not accept this page. Reload it.',
  'refused.again': 'Try again',

  'list.label': 'Conversations',
  'list.empty': 'No conversations yet.',
  'list.emptyHint': 'Find a room to join, create one, or message someone.',
  'list.unread': { one: '{count} unread message', other: '{count} unread messages' },
  'list.markedUnread': 'Marked as unread',
  'list.failed': 'Not sent',
  'list.waiting': 'Sending…',
  'list.you': 'You: {text}',
  'list.recalled': 'Message taken back',
  'list.nothing': 'No messages yet',
  'list.new': 'New',
  'list.online': 'online',

  'rooms.title': 'Find a room',
  'rooms.search': 'Search rooms by title',
  'rooms.join': 'Join',
  'rooms.joinLabel': 'Join {title}',
  'rooms.open': 'Open',
  'rooms.openLabel': 'Open {title}',
  'rooms.none': 'No rooms yet. Create the first one.',
  'rooms.noMatch': 'No room with “{query}” in its title.',
  'rooms.more': 'Show more',
  'rooms.loading': 'Looking for rooms…',
  'rooms.create': 'Create room',
  'rooms.createTitle': 'Create a room',
  'rooms.name': 'Title',
  'rooms.nameHint': 'Everybody on this server can find and join it.',

  'direct.title': 'Message someone',
  'direct.username': 'Their exact username',
  'direct.open': 'Open conversation',
  'direct.nobody': 'Nobody has this username.',
  'direct.self': 'That is you.',

  'conversation.none': 'Pick a conversation',
  'conversation.noneHint': 'or find a room to join.',
  'conversation.gone': 'This conversation is not here',
  'conversation.outside': 'You are not a member of {title}',
  'conversation.goneHint': 'It was deleted, or you are not a member any more.',
  'conversation.backToList': 'All conversations',
  'conversation.members': { one: '{count} member', other: '{count} members' },
  'conversation.here': '{count} here now',
  'conversation.direct': 'Direct conversation',
  'conversation.online': 'Online',
  'conversation.self': 'Notes to yourself',
  'conversation.showMembers': 'Members',
  'conversation.messages': 'Messages',
  'conversation.loading': 'Loading…',
  'conversation.loadingOlder': 'Loading older messages…',
  'conversation.start': 'This is where {title} begins.',
  'conversation.startDirect': 'Here begins your conversation with {title}.',
  'conversation.unreadLine': 'New',
  'conversation.jump': 'Jump to newest',
  'conversation.jumpNew': { one: '{count} new message', other: '{count} new messages' },
  'conversation.joined': '{name} joined',
  'conversation.left': '{name} left',

  'notice.renamed': '{name} renamed the room to “{title}”',
  'notice.renamedGroup': '{name} renamed the group to “{title}”',
  'notice.created': '{name} created “{title}”',
  'notice.added': '{name} added {names}',
  'notice.removed': '{name} removed {names}',
  'notice.left': '{name} left',
  'notice.madeAdmin': '{name} made {names} admin',
  'notice.madeMember': '{name} made {names} a member',
  'notice.transferred': '{name} made {names} owner',
  'notice.pinned': '{name} pinned a message',

  'group.create': 'Create group',
  'group.createTitle': 'Create a group',
  'group.users': 'Exact usernames',
  'group.usersHint': 'With commas or spaces between them. Only members see a group.',
  'group.addHint': 'With commas or spaces between them. They see what is said from now on.',
  'group.add': 'Add members',
  'group.addAction': 'Add',
  'group.nobody': 'Nobody has the username {name}.',
  'group.rename': 'Rename group',
  'group.renameTitle': 'Rename the group',
  'group.leave': 'Leave group',
  'group.leaveText': 'You can come back only when somebody adds you.',
  'group.delete': 'Delete group',
  'group.deleteText':
    'The group and all its messages are deleted for everybody. This cannot be undone.',

  'whisper.to': 'Whisper to {names}',
  'whisper.from': 'Whisper from {name} to {names}',
  'whisper.reply': 'Reply in a whisper',
  'whisper.several': 'Whisper to several',
  'whisper.hint': 'Nobody else in the room sees it.',
  'whisper.action': 'Whisper',
  'whisper.stop': 'Stop whispering',
  'whisper.announce': '{name} whispers: {text}',

  'message.you': 'you',
  'message.sending': 'Sending…',
  'message.sent': 'Sent',
  'message.failedWhy': 'Not sent: {reason}',
  'message.retry': 'Retry',
  'message.discard': 'Discard',
  'message.announce': '{name}: {text}',
  'message.edited': '(edited)',
  'message.hidden': 'A message you cannot see',
  'message.unknown': 'A message this version cannot show',

  'poll.said': 'Poll: {question}',
  'poll.option': '{text}: {votes}',
  'poll.open': { one: '{count} person has voted', other: '{count} people have voted' },
  'poll.closed': { one: 'Closed, {count} person voted', other: 'Closed, {count} people voted' },

  'composer.label': 'Message to {title}',
  'composer.placeholder': 'Write a message',
  'composer.send': 'Send',
  'composer.left': { one: '{count} character left', other: '{count} characters left' },
  'composer.over': { one: '{count} character too many', other: '{count} characters too many' },

  'members.title': 'Members',
  'members.close': 'Close members',
  'members.here': 'Here now',
  'members.away': 'Not here',
  'members.owner': 'Owner',
  'members.admin': 'Admin',
  'members.more': 'Show more members',
  'members.rename': 'Rename room',
  'members.leave': 'Leave room',
  'members.delete': 'Delete room',
  'members.message': 'Message {name}',
  'members.act': 'More about {name}',
  'members.makeAdmin': 'Make admin',
  'members.makeMember': 'Take admin role away',
  'members.makeOwner': 'Make owner',
  'members.remove': 'Remove',

  'rename.title': 'Rename the room',
  'rename.save': 'Save',
  'leave.title': 'Leave {title}?',
  'leave.text': 'You can join again, but will not see what was said in between.',
  'delete.title': 'Delete {title}?',
  'delete.text': 'The room and all its messages are deleted for everybody. This cannot be undone.',

  'devices.title': 'Your devices',
  'devices.current': 'This device',
  'devices.seen': 'Last seen {time}',
  'devices.revoke': 'Log out',
  'devices.revokeLabel': 'Log out {name}',
  'devices.unnamed': 'Unnamed device',
  'devices.loading': 'Loading…',

  'dialog.cancel': 'Cancel',
  'dialog.close': 'Close',

  'user.deleted': 'Deleted user',
  'user.unknown': 'Someone',

  'error.network': 'The server cannot be reached. Check the connection and try again.',
  'error.other': 'That did not work. Please try again.',
  'error.incident': 'Something broke on the server. Incident {incident}.',
  'error.MALFORMED': 'The server did not understand this page. Reload it.',
  'error.FIELD': 'Something is missing or too long.',
  'error.PASSWORD_TOO_SHORT': 'The password needs at least 8 characters.',
  'error.PASSWORD_KNOWN': 'This password is on lists of well-known passwords. Choose another one.',
  'error.USERNAME': 'A username has 2 to 32 letters, digits, dots, dashes or underscores.',
  'error.NOT_LOGGED_IN': 'Log in first.',
  'error.TOKEN': 'This login has ended. Log in again.',
  'error.CREDENTIALS': 'Username or password is wrong.',
  'error.NOT_A_MEMBER': 'You are not a member of this room.',
  'error.ROLE': 'Your role does not allow this.',
  'error.ORIGIN': 'This page may not talk to this server.',
  'error.NOT_ACCEPTING': 'This person does not accept messages from you.',
  'error.UNKNOWN': 'It does not exist any more.',
  'error.TAKEN': 'This username is taken.',
  'error.RATE': 'Too many attempts. Wait a moment and try again.',
  'error.CAPACITY': 'The server is full at the moment. Try again later.',
  'error.FULL': 'It has as many members as it may have.',
  'error.BLOCKED': 'You have blocked this person. Unblock them first.',
  'error.IMAGE': 'This is no picture that can be shown.',
  'error.PIXELS': 'This picture is too large.',
  'error.PASSWORD_WRONG': 'This is not your password.',
  'error.CODE_WRONG': 'This code is wrong, used or too old.',
  'error.PASSKEY': 'This passkey was not accepted.',
  'error.GUEST': 'Guests cannot do this. Make it an account of your own first.',
  'error.NOT_OFFERED': 'This server does not offer this.',
  'error.NOT_FRESH': 'Enter your password again first.',
  'error.SENDER': 'Only who wrote this can do that.',
  'error.TOO_LATE': 'It is too late for this.',
  'error.RECALLED': 'This message was taken back.',
  'error.CLOSED': 'This poll has ended.',
  'error.CONTENT': 'This cannot be done with this message.',
  'error.KIND': 'This cannot be done here.',
  'error.SUSPENDED': 'This service is closed at the moment.',
  'error.IN_FLIGHT': 'That was a lot at once. Wait a moment and try again.',
  'error.BEHIND_FAILED': 'Something before this one did not work. Try that again first.',
  'error.HOOK_TIMEOUT': 'The server took too long to check this. Try again.',
  'error.NO_TYPE': 'This server runs no such game.',
  'error.NOT_SEATED': 'You have no seat in this game, or have it on another device.',
  'error.LOCKED': 'The game takes no new players.',
  'error.ENDED': 'The game is over.',
  'error.INPUT': 'The game does not take this.',
  'error.FRAME_SIZE': 'This is too long.',
  'error.DRAINING': 'The server is restarting. Try again in a moment.',
  'error.STORAGE': 'The server cannot save anything at the moment. Try again later.',
  'error.BUSY': 'The server is very busy. Try again in a moment.',
  'error.DEADLINE': 'The server did not answer in time. Try again.',

  ...contacts,
  ...moments,
  ...games,
  ...messages,
} as const satisfies Record<string, string | Plural>;

export type StringKey = keyof typeof strings;

const plurals = new Intl.PluralRules('en');
const numbers = new Intl.NumberFormat('en');

type Values = Readonly<Record<string, string | number>>;

/** The text of `key` with {placeholders} filled in. Plain text, never markup. */
export function t(key: StringKey, values: Values = {}): string {
  const entry: string | Plural = strings[key];
  const text = typeof entry === 'string' ? entry : entry[form(values)];
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => filled(values[name]) ?? whole);
}

export function isStringKey(key: string): key is StringKey {
  return Object.hasOwn(strings, key);
}

function form({ count }: Values): 'one' | 'other' {
  return plurals.select(Number(count)) === 'one' ? 'one' : 'other';
}

function filled(value: string | number | undefined): string | undefined {
  return typeof value === 'number' ? numbers.format(value) : value;
}
