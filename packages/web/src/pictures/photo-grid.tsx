import { useState } from 'react';
import '../attachments/texts.ts';
import { t } from '../strings.ts';
import '../moments/texts.ts';
import '../style/pictures.css';
import { BlurPicture } from './blur-picture.tsx';
import { Lightbox } from './lightbox.tsx';
import type { ShownPicture } from './shown-picture.ts';

interface PhotoGridProps {
  readonly media: readonly ShownPicture[];
  readonly author: string;
}

/** One picture in its own shape, several as squares; their places are there before they are. */
export function PhotoGrid({ media, author }: PhotoGridProps) {
  const [open, setOpen] = useState<number>();
  const count = media.length;
  return (
    <>
      <ul className={`photos photos-${count === 1 ? 'one' : count === 4 ? 'four' : 'many'}`}>
        {media.map((picture, at) => (
          <li key={picture.id}>
            <button
              type="button"
              className="photo"
              aria-label={labelOf(
                picture,
                t('moment.openPicture', { at: at + 1, count, name: author }),
              )}
              onClick={() => setOpen(at)}
            >
              <BlurPicture picture={picture} isAlone={count === 1} />
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

function labelOf({ alt = '' }: ShownPicture, label: string): string {
  return alt === '' ? label : t('attachment.labelWithAlt', { label, alt });
}
