/** What a key may be used for, once: docs and command line derive from it. Light: help does not wait for the wire's types. */
export const scopeDocs = {
  act: 'call what users call, in the name of a user of the app',
  users: 'make and change users, and log them in',
  send: 'send messages as a system account',
  events: 'read the event log',
  moderate: 'read reports, say how they were dealt with, and hide messages',
} as const;
