import { Icon } from '../components/icon.tsx';
import { perLocale, t } from '../strings.ts';
import '../style/pictures.css';
import type { Picture, Pictures } from './use-pictures.ts';

const percent = perLocale(
  (locale) => new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 }),
);

/** What was chosen, how far each is, and the way to take one out. */
export function PictureList({ pictures: { all, remove } }: { pictures: Pictures }) {
  if (all.length === 0) return null;
  return (
    <ul className="photos photos-many compose-pictures">
      {all.map((picture, index) => (
        <li key={picture.key} className="compose-picture">
          <img src={picture.url} alt={t('moment.picture', { at: index + 1, count: all.length })} />
          <State picture={picture} at={index + 1} />
          <button
            type="button"
            className="lightbox-button compose-remove"
            aria-label={t('moment.removePicture', { at: index + 1 })}
            onClick={() => remove(picture.key)}
          >
            <Icon name="close" />
          </button>
        </li>
      ))}
    </ul>
  );
}

function State({ picture: { failed, media, progress }, at }: { picture: Picture; at: number }) {
  if (failed)
    return (
      <p role="alert" className="compose-failed">
        {failed}
      </p>
    );
  if (media !== undefined) return null;
  return (
    <progress
      max={1}
      value={progress}
      aria-label={t('moment.uploading', { at, percent: percent().format(progress) })}
    />
  );
}
