import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';
import { unpackChromium } from './chromium-package.ts';

const systemPaths = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/**
 * A headless Chromium: the one CHROME_PATH names, else the system's, else the one that comes with
 * our development packages, so that nothing has to be installed beforehand. On a machine without
 * fonts that one brings Open Sans: Latin, Greek and Cyrillic, but no emoji and no CJK.
 */
export async function openBrowser(): Promise<Browser> {
  const { executablePath, env } = await findChromium();
  // Our own pages only, and the sandbox neither works as root nor in most containers.
  // Where there is no microphone, a beep is heard.
  const args = ['--no-sandbox', '--use-fake-device-for-media-stream'];
  return await chromium.launch({ executablePath, env, headless: true, args });
}

async function findChromium(): Promise<{ executablePath: string; env: NodeJS.ProcessEnv }> {
  const env = { ...process.env };
  const installed = process.env.CHROME_PATH ?? systemPaths.find((path) => existsSync(path));
  if (installed) return { executablePath: installed, env };
  const { executable, libraries, fonts } = await unpackChromium();
  env.LD_LIBRARY_PATH = [libraries, env.LD_LIBRARY_PATH].filter(Boolean).join(':');
  if (!existsSync('/etc/fonts/fonts.conf')) env.FONTCONFIG_PATH ??= fonts;
  return { executablePath: executable, env };
}
