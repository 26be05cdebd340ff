import { useState } from 'react';
import { pictureUrl } from './picture-url.ts';
import type { ShownPicture } from './shown-picture.ts';

interface BlurPictureProps {
  readonly picture: ShownPicture;
  /** In its own shape; else it fills a square. */
  readonly isAlone: boolean;
}

const most = 360;

/** A picture that is blurred until it is there, in a box that has its size from the beginning. */
export function BlurPicture({ picture, isAlone }: BlurPictureProps) {
  const [isThere, setThere] = useState(false);
  const { id, preview } = picture;
  const { width, height } = boxOf(picture);
  const style = isAlone ? { width, aspectRatio: `${width} / ${height}` } : {};
  return (
    <span className="photo-box" style={style}>
      {preview && preview.length > 0 && !isThere && (
        <img className="photo-blur" src={previewUrl(preview)} alt="" />
      )}
      <img
        src={pictureUrl(id, isAlone ? 'medium' : 'small')}
        alt=""
        width={width}
        height={height}
        loading="lazy"
        onLoad={() => setThere(true)}
      />
    </span>
  );
}

/** Within the most that a picture takes of a page; neither so narrow nor so low that one cannot point at it. */
function boxOf({ width, height }: ShownPicture): {
  readonly width: number;
  readonly height: number;
} {
  if (width === 0 || height === 0) return { width: most, height: most };
  const scale = Math.min(1, most / width, most / height);
  return {
    width: Math.max(44, Math.round(width * scale)),
    height: Math.max(44, Math.round(height * scale)),
  };
}

function previewUrl(preview: Uint8Array): string {
  return `data:image/webp;base64,${btoa(String.fromCharCode(...preview))}`;
}
