import { initials, toneOf } from '../format/initials.ts';

interface AvatarProps {
  readonly id: string;
  readonly name: string;
  readonly size?: 'small' | 'large' | 'huge';
  /** A room is square, a person round. */
  readonly room?: boolean;
  readonly here?: boolean;
}

/** Decoration: the name stands beside it. */
export function Avatar({ id, name, size = 'large', room = false, here = false }: AvatarProps) {
  const shape = room ? 'avatar-room' : 'avatar-person';
  return (
    <span className={`avatar avatar-${size} ${shape} tone-${toneOf(id)}`} aria-hidden="true">
      {room ? '#' : initials(name)}
      {here && <span className="avatar-here" />}
    </span>
  );
}
