// Where the bytes of uploads lie, by the options: for the server, and for commands that look at them or copy them.
import { join, resolve } from 'node:path';
import { folderBlobs, sweepUnfinished } from '../blob/folder.ts';
import { bucketIn, s3Blobs } from '../blob/s3.ts';
import type { Config } from '../config/table.ts';
import type { Blobs } from '../ports/blob.ts';

type Place = Pick<Config, 'media' | 'mediaS3' | 'data'>;

/** Changes nothing by itself. */
export function openBlobs(place: Place): Blobs {
  return place.mediaS3 === '' ? folderBlobs(mediaFolder(place)) : s3Blobs(bucketIn(place.mediaS3));
}

/** For a server: first takes away what a crash has left. */
export async function startBlobs(place: Place): Promise<Blobs> {
  if (place.mediaS3 === '') await sweepUnfinished(mediaFolder(place));
  return openBlobs(place);
}

function mediaFolder({ media, data }: Place): string {
  return resolve(media === '' ? join(data, 'media') : media);
}
