export { Client, type CallOptions } from './client.ts';
export type { ClientEvents } from './events.ts';
export type { Status } from './link.ts';
export type { Credentials } from './login.ts';
export type { ClientOptions, KeyStorage, Timings } from './options.ts';
export type { PendingMessage, SendOptions } from './sending.ts';
export type { Refusal } from './refusal.ts';
export type {
  ConversationView,
  InboxEntry,
  OwnMessage,
  State,
  StateKey,
  WhisperView,
} from './state.ts';
export type { Here, WatchTarget } from './watching.ts';
export { OperationError, textOf } from '@hubbub/protocol';
