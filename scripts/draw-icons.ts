// Draws the icons of the installed app from packages/web/public/favicon.svg: `bun scripts/draw-icons.ts`, after the mark changed.
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openBrowser } from '../test/support/browser.ts';

const folder = join(import.meta.dir, '../packages/web/public');
const mark = readFileSync(join(folder, 'favicon.svg'), 'utf8');
mkdirSync(join(folder, 'icons'), { recursive: true });
const browser = await openBrowser();
for (const size of [180, 192, 512]) await draw(`${size}.png`, { size, isFull: size === 180 });
// Whatever shape a phone cuts out of it, the mark is inside: four fifths of the width are safe.
await draw('maskable-512.png', { size: 512, isFull: true });
await browser.close();

interface Look {
  readonly size: number;
  /** To the edges, without the round corners. */
  readonly isFull: boolean;
}

async function draw(name: string, { size, isFull }: Look): Promise<void> {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  const full = mark.replace('rx="8"', 'rx="0"').replace('0 0 32 32', '-4 -4 40 40');
  const back = isFull ? '#0f766e' : 'transparent';
  const svg = (isFull ? full : mark).replace('<svg', `<svg width="${size}" height="${size}"`);
  await page.setContent(`<body style="margin:0;background:${back}">${svg}</body>`);
  const path = join(folder, 'icons', name);
  await page.screenshot({ path, omitBackground: true });
  await page.close();
}
