/** The smallest PNG. */
export const picture = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

/** Uploads it; the id of what it became. */
export async function uploadPicture(url: string, token: string): Promise<string> {
  const response = await fetch(`${url}/v1/media`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'image/png' },
    body: picture,
  });
  const { media } = (await response.json()) as { media?: { id?: string } };
  if (media?.id === undefined) throw new Error(`the upload was answered ${response.status}`);
  return media.id;
}
