// How long messages may be changed: an option of the server, asked for per app so that apps can have their own.
import type { AppId } from '@hubbub/protocol';

/** Milliseconds after a message was sent; 0 for ever. */
export interface MessageWindows {
  readonly editMs: number;
  readonly recallMs: number;
}

export interface MessageNeeds {
  readonly windows: (app: AppId) => MessageWindows;
}
