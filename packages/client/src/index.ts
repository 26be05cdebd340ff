export { Client } from './client.ts';
export type { Archive } from './archive/archive.ts';
export { CodeWanted, type Entering } from './entering.ts';
export type { ClientEvents } from './events.ts';
export type { GameSeat, GameSeatEvents, GameShape, SeatStatus } from './game-seat.ts';
export type { GameQuery, Games } from './games.ts';
export type { Status } from './link.ts';
export type { Credentials } from './login.ts';
export { randomKey } from './options.ts';
export type { CallOptions, ClientOptions, KeyStorage, Timings } from './options.ts';
export type { PendingMessage, SendOptions, SentMedia } from './sending.ts';
export type { UploadOptions } from './uploading.ts';
export type { Refusal } from './refusal.ts';
export type { State, StateKey } from './state.ts';
export type {
  ConversationView,
  InboxEntry,
  MessageWindows,
  OwnMessage,
  WhisperView,
} from './views.ts';
export type { Here, WatchTarget } from './watching.ts';
export type { MomentDots } from './self.ts';
export { OperationError, textOf } from '@hubbub/protocol';
