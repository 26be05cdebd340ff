// One picture on its way: raw bytes over HTTP, with progress, which only XMLHttpRequest tells.
import { Told } from '../actions/failure.ts';
import { t, type StringKey } from '../strings.ts';

export const mostBytes = 8 * 1024 * 1024;

/** Why, by HTTP status, where there is more to say than that it failed. */
const reasons: Readonly<Record<number, StringKey>> = {
  400: 'error.IMAGE',
  413: 'error.PIXELS',
  429: 'error.RATE',
};

export interface Upload {
  /** The id of the picture once it is there. */
  readonly done: Promise<string>;
  readonly cancel: () => void;
}

export function upload(file: Blob, progress: (share: number) => void): Upload {
  const request = new XMLHttpRequest();
  const done = new Promise<string>((resolve, reject) => {
    const fail = (): void => reject(new Told(t(reasons[request.status] ?? 'moment.uploadFailed')));
    request.upload.onprogress = ({ loaded, total }) => progress(total > 0 ? loaded / total : 0);
    request.onerror = fail;
    request.onabort = fail;
    request.onload = () => {
      const id = request.status === 200 ? idIn(request.responseText) : undefined;
      if (id === undefined) fail();
      else resolve(id);
    };
  });
  request.open('POST', '/v1/media');
  request.setRequestHeader('content-type', file.type || 'application/octet-stream');
  request.send(file);
  return { done, cancel: () => request.abort() };
}

function idIn(text: string): string | undefined {
  const answer: unknown = JSON.parse(text);
  if (typeof answer !== 'object' || answer === null || !('media' in answer)) return undefined;
  const { media } = answer;
  if (typeof media !== 'object' || media === null || !('id' in media)) return undefined;
  return typeof media.id === 'string' ? media.id : undefined;
}
