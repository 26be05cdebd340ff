// This installation of the web app, as its user finds it in the list of devices.
import { t } from '../strings.ts';

const browsers: readonly (readonly [RegExp, string])[] = [
  [/Edg\//, 'Edge'],
  [/OPR\//, 'Opera'],
  [/Firefox\//, 'Firefox'],
  [/Chrome\//, 'Chrome'],
  [/Safari\//, 'Safari'],
];
const systems: readonly (readonly [RegExp, string])[] = [
  [/Android/, 'Android'],
  [/iPhone|iPad/, 'iOS'],
  [/Windows/, 'Windows'],
  [/Mac OS X/, 'macOS'],
  [/Linux/, 'Linux'],
];

/** "Chrome on Linux" */
export function deviceName(userAgent: string): string {
  const browser =
    browsers.find(([pattern]) => pattern.test(userAgent))?.[1] ?? t('devices.browser');
  const system = systems.find(([pattern]) => pattern.test(userAgent))?.[1];
  return system ? t('devices.name', { browser, system }) : browser;
}

/** Where the SDK keeps the installation's key and what waits to be sent; none where the browser forbids it. */
export function deviceStorage(): Storage | undefined {
  try {
    return localStorage;
  } catch {
    return undefined;
  }
}
