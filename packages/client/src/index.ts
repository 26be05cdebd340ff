export { Client, type CallOptions, type ClientEvents } from './client.ts';
export type { Status } from './link.ts';
export type { Credentials } from './login.ts';
export type { ClientOptions, KeyStorage, Timings } from './options.ts';
export type { PendingMessage } from './sending.ts';
export type { ConversationView, InboxEntry, State, StateKey, WhisperView } from './state.ts';
export { OperationError } from '@hubbub/protocol';
