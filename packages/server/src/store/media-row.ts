// The row of what was uploaded, as the store reads it and as the wire shows it.
import { create } from '@bufbuild/protobuf';
import { timestampFromMs } from '@bufbuild/protobuf/wkt';
import { formatId, MediaSchema, type Media } from '@hubbub/protocol';
import type { Selectable } from 'kysely';
import type { Database } from './schema.ts';

export type MediaRow = Omit<Selectable<Database['media']>, 'app' | 'profile'>;

export const mediaColumns = [
  'id',
  'owner',
  'moment',
  'type',
  'size',
  'width',
  'height',
  'blob',
  'stored',
  'created_at',
  'refs',
  'name',
  'small',
  'medium',
  'preview',
] as const;

/** All that the blob port holds of it. */
export function blobsOf({ blob, small, medium }: MediaRow): readonly string[] {
  return [blob, small, medium].filter((key) => key !== '');
}

type ShownRow = Omit<
  MediaRow,
  'moment' | 'stored' | 'blob' | 'owner' | 'refs' | 'small' | 'medium'
>;

export function toMedia(row: ShownRow): Media {
  return create(MediaSchema, {
    id: formatId('med', row.id),
    type: row.type,
    size: row.size,
    width: row.width,
    height: row.height,
    createdAt: timestampFromMs(row.created_at),
    name: row.name,
    preview: row.preview ?? new Uint8Array(),
  });
}
