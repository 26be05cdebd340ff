// The icon of the page with a red dot, and the number where it can be read, on it.
const plain = '/favicon.svg';
const size = 64;

/** Nothing unread: the icon as it is. */
export async function showUnread(count: number): Promise<void> {
  const link = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
  if (!link) return;
  const address = count === 0 ? plain : await draw(count);
  link.type = count === 0 ? 'image/svg+xml' : 'image/png';
  link.href = address;
}

async function draw(count: number): Promise<string> {
  const image = new Image(size, size);
  image.src = plain;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = size;
  const context = canvas.getContext('2d');
  if (!context) return plain;
  context.drawImage(image, 0, 0, size, size);
  drawDot(context, count);
  return canvas.toDataURL('image/png');
}

function drawDot(context: CanvasRenderingContext2D, count: number): void {
  const text = count > 99 ? '' : String(count);
  const radius = text === '' ? 14 : 21;
  context.fillStyle = '#d13a2a';
  context.strokeStyle = '#ffffff';
  context.lineWidth = 4;
  context.beginPath();
  context.arc(size - radius - 2, radius + 2, radius, 0, 2 * Math.PI);
  context.fill();
  context.stroke();
  context.fillStyle = '#ffffff';
  context.font = `bold ${text.length > 1 ? 26 : 32}px system-ui, sans-serif`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.fillText(text, size - radius - 2, radius + 4);
}
