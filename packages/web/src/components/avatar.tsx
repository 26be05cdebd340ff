import { useState } from 'react';
import { initials, toneOf } from '../format/initials.ts';
import { usePicture } from '../state/use-picture.ts';

interface AvatarProps {
  readonly id: string;
  readonly name: string;
  readonly size?: 'small' | 'large' | 'huge';
  /** A room is square, a person round. */
  readonly room?: boolean;
  readonly here?: boolean;
  /** The id of a picture, of what is no user. */
  readonly picture?: string;
}

/** Decoration: the name stands beside it. */
export function Avatar({
  id,
  name,
  size = 'large',
  room = false,
  here = false,
  picture: of,
}: AvatarProps) {
  const shape = room ? 'avatar-room' : 'avatar-person';
  const picture = usePicture(id, of);
  return (
    <span className={`avatar avatar-${size} ${shape} tone-${toneOf(id)}`} aria-hidden="true">
      {room ? '#' : initials(name)}
      {picture && <Picture key={picture} address={picture} />}
      {here && <span className="avatar-here" />}
    </span>
  );
}

/** Over the letters, which show until it is there, and where it cannot be had. */
function Picture({ address }: { address: string }) {
  const [isGone, setGone] = useState(false);
  if (isGone) return null;
  return <img className="avatar-picture" src={address} alt="" onError={() => setGone(true)} />;
}
