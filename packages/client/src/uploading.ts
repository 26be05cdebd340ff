// What one may say about an upload.
export interface UploadOptions {
  /** What the file is called. Without a name only pictures are taken. */
  readonly name?: string;
  /** A picture too is stored as it is, with all that is written in it. */
  readonly asFile?: boolean;
  readonly signal?: AbortSignal;
  /** In place of the platform's, such as one over XMLHttpRequest that tells how far it is. */
  readonly fetch?: Fetching;
}

export type Fetching = (url: string, init: RequestInit) => Promise<Response>;

/** Of a picture: within 320 or 1,280 pixels. */
export type MediaSize = 'small' | 'medium';
