// What a message holds beside words. Loaded with the first such message.
import { Media_Type as Type, type Media } from '@hubbub/protocol';
import { formatBytes } from '../format/bytes.ts';
import { PhotoGrid } from '../pictures/photo-grid.tsx';
import { pictureUrl } from '../pictures/picture-url.ts';
import { t } from '../strings.ts';
import './texts.ts';
import '../style/attachments.css';
import { VoiceNote } from '../voice/voice-note.tsx';
import { isPicture } from './send-attached.ts';

type Shown = Pick<Media, 'id' | 'type' | 'size' | 'width' | 'height' | 'name'> & {
  readonly preview?: Uint8Array;
};

export interface ShownItem {
  readonly media?: Shown | undefined;
  readonly alt?: string;
  readonly voice?: { readonly durationMs: number; readonly loudness: Iterable<number> } | undefined;
}

interface MediaContentProps {
  readonly items: readonly ShownItem[];
  readonly author: string;
}

export default function MediaContent({ items, author }: MediaContentProps) {
  const shown = items.flatMap(({ media, alt = '' }) =>
    media && isPicture(media) ? [{ ...media, alt }] : [],
  );
  const others = items.flatMap(({ media, voice }) =>
    media && !isPicture(media) ? [{ media, voice }] : [],
  );
  return (
    <>
      {shown.length > 0 && <PhotoGrid media={shown} author={author} />}
      {others.map(({ media, voice }) =>
        voice ? (
          <VoiceNote key={media.id} media={media.id} {...voice} />
        ) : (
          <Other key={media.id} media={media} />
        ),
      )}
    </>
  );
}

const sounds: ReadonlySet<Type> = new Set([Type.OGG, Type.MP3, Type.M4A, Type.WAV]);
const videos: ReadonlySet<Type> = new Set([Type.MP4, Type.WEBM]);

function Other({ media }: { media: Shown }) {
  const { id, type, name } = media;
  if (sounds.has(type))
    return (
      <>
        <FileCard media={media} />
        {/* oxlint-disable-next-line jsx-a11y/media-has-caption -- as of videos */}
        <audio
          className="attached-sound"
          controls
          preload="none"
          src={pictureUrl(id)}
          aria-label={name}
        />
      </>
    );
  if (videos.has(type))
    return (
      // oxlint-disable-next-line jsx-a11y/media-has-caption -- of what people record there are no captions
      <video
        className="attached-video"
        controls
        playsInline
        preload="metadata"
        src={pictureUrl(id)}
        aria-label={t('attachment.video', { name })}
      />
    );
  return <FileCard media={media} />;
}

function FileCard({ media: { id, name, size } }: { media: Shown }) {
  return (
    <a className="file-card" href={pictureUrl(id)} download={name}>
      <span className="file-kind" data-kind={endingOf(name)} />
      <span>
        <span className="only-read">{t('attachment.download')} </span>
        <bdi className="file-name">{name}</bdi>{' '}
        <span className="file-size">{formatBytes(size)}</span>
      </span>
    </a>
  );
}

/** What people know a kind of file by. */
function endingOf(name: string): string {
  return /\.([\p{L}\p{N}]{1,5})$/u.exec(name)?.[1]?.toUpperCase() ?? '•••';
}
