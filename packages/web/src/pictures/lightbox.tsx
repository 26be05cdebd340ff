// Pictures over everything, with arrow keys between the pictures.
import { useEffect, useState } from 'react';
import { Icon } from '../components/icon.tsx';
import { Modal } from '../components/modal.tsx';
import { pressedOf } from '../keys.ts';
import { t } from '../strings.ts';
import '../moments/texts.ts';
import '../style/pictures.css';
import type { ShownPicture } from './shown-picture.ts';
import { pictureUrl } from './picture-url.ts';

interface LightboxProps {
  readonly media: readonly ShownPicture[];
  readonly author: string;
  readonly first: number;
  readonly close: () => void;
}

export function Lightbox({ media, author, first, close }: LightboxProps) {
  const [at, setAt] = useState(first);
  const count = media.length;
  const picture = media[at];
  const go = (step: number) => setAt((old) => (old + step + count) % count);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const key = pressedOf(['picture.next', 'picture.previous'], event);
      const step = key === 'picture.next' ? 1 : key === 'picture.previous' ? -1 : 0;
      if (step !== 0) setAt((old) => (old + step + count) % count);
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [count]);
  const label = t('moment.picture', { at: at + 1, count });
  return (
    <Modal
      className="lightbox"
      name={{ label: t('moment.pictures', { name: author }) }}
      close={close}
    >
      {picture && (
        <img
          key={picture.id}
          src={pictureUrl(picture.id)}
          alt={picture.alt || t('moment.pictureBy', { at: at + 1, count, name: author })}
          width={picture.width}
          height={picture.height}
        />
      )}
      <output className={count > 1 ? 'lightbox-place' : 'only-read'}>{label}</output>
      {count > 1 && (
        <>
          <button
            type="button"
            className="lightbox-button lightbox-previous"
            aria-label={t('moment.previous')}
            onClick={() => go(-1)}
          >
            <Icon name="back" />
          </button>
          <button
            type="button"
            className="lightbox-button lightbox-next"
            aria-label={t('moment.next')}
            onClick={() => go(1)}
          >
            <Icon name="next" />
          </button>
        </>
      )}
      <button
        type="button"
        className="lightbox-button lightbox-close"
        aria-label={t('dialog.close')}
        onClick={close}
      >
        <Icon name="close" />
      </button>
    </Modal>
  );
}
