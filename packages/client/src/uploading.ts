// What one may say about an upload.
export interface UploadOptions {
  /** What the file is called. Without a name only pictures are taken. */
  readonly name?: string;
  readonly signal?: AbortSignal;
  /** In place of the platform's, such as one over XMLHttpRequest that tells how far it is. */
  readonly fetch?: Fetching;
}

export type Fetching = (url: string, init: RequestInit) => Promise<Response>;
