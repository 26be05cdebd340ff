// Which square of a picture is shown: its middle, and how many times larger than the largest square that fits.
export interface Crop {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

export const mostZoom = 5;
/** Width and height of what is uploaded: twice the largest place it is shown at, three times over for fine screens. */
export const pictureSide = 512;

export function middleOf({ width, height }: Size): Crop {
  return { x: width / 2, y: height / 2, zoom: 1 };
}

/** Side of the square, in pixels of the picture. */
export function sideOf({ width, height }: Size, { zoom }: Crop): number {
  return Math.min(width, height) / zoom;
}

/** The nearest crop that does not leave the picture. */
export function within(size: Size, crop: Crop): Crop {
  const zoom = Math.min(mostZoom, Math.max(1, crop.zoom));
  const half = sideOf(size, { ...crop, zoom }) / 2;
  const held = (value: number, length: number) => Math.min(length - half, Math.max(half, value));
  return { x: held(crop.x, size.width), y: held(crop.y, size.height), zoom };
}
