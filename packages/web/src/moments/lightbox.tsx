// Pictures over everything: the browser's own modal dialog, with arrow keys between the pictures.
import type { Media } from '@hubbub/protocol';
import { useEffect, useLayoutEffect, useRef, useState, type PointerEvent } from 'react';
import { Icon } from '../components/icon.tsx';
import { t } from '../strings.ts';
import { pictureUrl } from './upload.ts';

interface LightboxProps {
  readonly media: readonly Media[];
  readonly author: string;
  readonly first: number;
  readonly close: () => void;
}

export function Lightbox({ media, author, first, close }: LightboxProps) {
  const [at, setAt] = useState(first);
  const dialog = useRef<HTMLDialogElement>(null);
  const count = media.length;
  const picture = media[at];
  // In the layout phase: closing gives the focus back only while the element is still in the document.
  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);
  const go = (step: number) => setAt((old) => (old + step + count) % count);
  useEffect(() => {
    const onKey = ({ key }: KeyboardEvent) => {
      const step = key === 'ArrowRight' ? 1 : key === 'ArrowLeft' ? -1 : 0;
      if (step !== 0) setAt((old) => (old + step + count) % count);
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [count]);
  const outside = (event: PointerEvent) => {
    if (event.target === dialog.current) close();
  };
  const label = t('moment.picture', { at: at + 1, count });
  return (
    <dialog
      ref={dialog}
      className="lightbox"
      aria-label={t('moment.pictures', { name: author })}
      onCancel={(event) => {
        event.preventDefault();
        close();
      }}
      onPointerDown={outside}
    >
      {picture && (
        <img
          key={picture.id}
          src={pictureUrl(picture.id)}
          alt={t('moment.pictureBy', { at: at + 1, count, name: author })}
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
    </dialog>
  );
}
