import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';
import { hasChromiumPackage, unpackChromium } from './chromium-package.ts';

const systemPaths = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** Our own pages only, and the sandbox neither works as root nor in most containers. */
const args = [
  '--no-sandbox',
  '--no-zygote',
  // What draws is the processor, and nobody looks.
  '--disable-gpu',
  // Where there is no microphone, a beep is heard.
  '--use-fake-device-for-media-stream',
];

/** The Chromium that is installed here, if one is. */
export const installed = process.env.CHROME_PATH ?? systemPaths.find((path) => existsSync(path));

/**
 * A headless Chromium: the one CHROME_PATH names, else the one that comes with our development packages, so that nothing has to
 * be installed beforehand, else the system's. The package's has no window to draw and none of what surrounds it, which spares a
 * third of the processor's time; and it is the same everywhere. On a machine without fonts it brings Open Sans: Latin, Greek and
 * Cyrillic, but no emoji and no CJK.
 */
export async function openBrowser(): Promise<Browser> {
  if (process.env.CHROME_PATH || !hasChromiumPackage) return await openWholeBrowser();
  const { executable, libraries, fonts } = await unpackChromium();
  const env = { ...process.env };
  env.LD_LIBRARY_PATH = [libraries, env.LD_LIBRARY_PATH].filter(Boolean).join(':');
  if (!existsSync('/etc/fonts/fonts.conf')) env.FONTCONFIG_PATH ??= fonts;
  return await launch(executable, env);
}

/** One that also asks whether a page may, records, and shows notifications: only where one is `installed`. */
export async function openWholeBrowser(): Promise<Browser> {
  if (!installed) throw new Error('no Chromium found: install one, or name one in CHROME_PATH');
  return await launch(installed, process.env);
}

async function launch(executablePath: string, env: NodeJS.ProcessEnv): Promise<Browser> {
  return await chromium.launch({ executablePath, env, headless: true, args });
}
