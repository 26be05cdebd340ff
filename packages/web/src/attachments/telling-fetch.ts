// `fetch` that tells how much of the body has gone: only XMLHttpRequest knows.
import type { UploadOptions } from '@hubbub/client';

/** @param progress told from 0 to 1 */
export function tellingFetch(
  progress: (share: number) => void,
): NonNullable<UploadOptions['fetch']> {
  return (url, { method = 'POST', body, headers, signal }) =>
    new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      // As the platform's own: the caller takes a TypeError for a lost connection.
      const fail = (): void => reject(new TypeError('There was no answer.'));
      request.upload.onprogress = ({ loaded, total }) => progress(total > 0 ? loaded / total : 0);
      request.onerror = fail;
      request.onabort = fail;
      request.onload = () => resolve(new Response(request.responseText, request));
      signal?.addEventListener('abort', () => request.abort(), { once: true });
      request.open(method, url);
      for (const [name, value] of new Headers(headers)) request.setRequestHeader(name, value);
      if (signal?.aborted === true) fail();
      else request.send(body as Blob);
    });
}
