/** Where an uploaded picture is; smaller ones are within 320 or 1,280 pixels. */
export function pictureUrl(media: string, size?: 'small' | 'medium'): string {
  return `/v1/media/${media}${size === undefined ? '' : `?size=${size}`}`;
}
