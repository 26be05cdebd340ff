// The tables of what was uploaded and of what holds it (schema.ts).
import type { Generated } from 'kysely';

/** Primary key (app, id); index (app, owner); index (app, moment) where it belongs to one. */
export interface MediaTable {
  app: number;
  id: number;
  owner: number;
  /** The moment it belongs to; 0 for none yet. */
  moment: number;
  type: number;
  size: number;
  width: number;
  height: number;
  /** What the blob port knows it by. */
  blob: string;
  /** 0 until the bytes are stored. */
  stored: number;
  created_at: number;
  /** 1 while it is its owner's picture, which everybody in the app may see. */
  profile: Generated<number>;
  /** Messages that hold it (message_media). It belongs to a moment, a profile, or any number of messages. */
  refs: Generated<number>;
  name: Generated<string>;
  /** What the blob port knows the smaller ones by; '' where there is none. */
  small: Generated<string>;
  medium: Generated<string>;
  preview: Generated<Uint8Array | null>;
}

/** Primary key (app, id); unique (app, owner, key). A file that comes in chunks. */
export interface UploadTable {
  app: number;
  id: number;
  owner: number;
  /** The client's own. */
  key: string;
  name: string;
  as_file: number;
  size: number;
  /** Bytes of its stored parts, which lie side by side from 0. */
  received: number;
  touched_at: number;
  /** What became of it; 0 while it is open. */
  media: number;
}

/** Primary key (app, upload, blob). A chunk; its row is there before its bytes, as of media. */
export interface UploadPartTable {
  app: number;
  upload: number;
  blob: string;
  at: number;
  size: number;
  stored: number;
}

/** Primary key (app, conversation, seq, media); index (app, media, conversation, seq). Which messages hold what was uploaded. */
export interface MessageMediaTable {
  app: number;
  conversation: number;
  seq: number;
  media: number;
}
