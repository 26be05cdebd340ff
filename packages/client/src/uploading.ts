// Sending bytes so that one hears how far they are: only XMLHttpRequest tells, where there is one.
export interface UploadOptions {
  /** What the file is called. Without a name only pictures are taken. */
  readonly name?: string;
  /** A picture too is stored as it is, with all that is written in it. */
  readonly asFile?: boolean;
  readonly signal?: AbortSignal;
  /** Told from 0 to 1 where the platform knows it: in browsers. */
  readonly progress?: (share: number) => void;
}

/** Of a picture: within 320 or 1,280 pixels. */
export type MediaSize = 'small' | 'medium';

interface Posting {
  readonly url: string;
  readonly token: string | undefined;
  readonly cookie: boolean;
  readonly file: Blob;
  readonly signal: AbortSignal | undefined;
  readonly progress: (share: number) => void;
}

/** Rejects when there is no answer. */
export function postWithProgress(posting: Posting): Promise<Response> {
  const { url, token, cookie, file, signal, progress } = posting;
  const request = new XMLHttpRequest();
  return new Promise((resolve, reject) => {
    const fail = (): void => reject(new Error('There was no answer.'));
    request.upload.onprogress = ({ loaded, total }) => progress(total > 0 ? loaded / total : 0);
    request.onerror = fail;
    request.onabort = fail;
    request.onload = () =>
      resolve(new Response(request.responseText, { status: request.status || 502 }));
    signal?.addEventListener('abort', () => request.abort(), { once: true });
    request.open('POST', url);
    request.withCredentials = cookie;
    if (token !== undefined) request.setRequestHeader('authorization', `Bearer ${token}`);
    request.setRequestHeader('content-type', 'application/octet-stream');
    if (signal?.aborted === true) fail();
    else request.send(file);
  });
}
