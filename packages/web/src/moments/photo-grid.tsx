import type { Media } from '@hubbub/protocol';
import { useState } from 'react';
import { t } from '../strings.ts';
import { Lightbox } from './lightbox.tsx';
import { pictureUrl } from './upload.ts';

interface PhotoGridProps {
  readonly media: readonly Media[];
  readonly author: string;
}

/** One picture in its own shape, several as squares; their places are there before they are. */
export function PhotoGrid({ media, author }: PhotoGridProps) {
  const [open, setOpen] = useState<number>();
  const count = media.length;
  return (
    <>
      <ul className={`photos photos-${count === 1 ? 'one' : count === 4 ? 'four' : 'many'}`}>
        {media.map(({ id, width, height }, at) => (
          <li key={id}>
            <button
              type="button"
              className="photo"
              aria-label={t('moment.openPicture', { at: at + 1, count, name: author })}
              onClick={() => setOpen(at)}
            >
              <img src={pictureUrl(id)} alt="" width={width} height={height} loading="lazy" />
            </button>
          </li>
        ))}
      </ul>
      {open !== undefined && (
        <Lightbox media={media} author={author} first={open} close={() => setOpen(undefined)} />
      )}
    </>
  );
}
