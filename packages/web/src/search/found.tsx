import { partsOf, type Part } from './snippet.ts';

interface FoundProps {
  readonly text: string;
  readonly ranges: Parameters<typeof partsOf>[1];
  readonly most?: number;
}

/** A text with what was looked for marked in it. */
export function Found({ text, ranges, most }: FoundProps) {
  return <bdi>{partsOf(text, ranges, most).map(drawn)}</bdi>;
}

// Parts have no name but their place.
function drawn({ text, isFound }: Part, place: number) {
  return isFound ? <mark key={place}>{text}</mark> : <span key={place}>{text}</span>;
}
