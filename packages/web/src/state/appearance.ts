// Light, dark, or as the system has it: an attribute that the tokens look at, remembered on this device.
export const appearances = ['system', 'light', 'dark'] as const;
export type Appearance = (typeof appearances)[number];

const key = 'hubbub.appearance';

export function readAppearance(): Appearance {
  const stored = storage()?.getItem(key);
  return appearances.find((one) => one === stored) ?? 'system';
}

export function applyAppearance(appearance: Appearance): void {
  document.documentElement.dataset['appearance'] = appearance;
  colourFrame(appearance);
  storage()?.setItem(key, appearance);
  dispatchEvent(new Event(key));
}

/** What is applied now; told by `onAppearance`. */
export function shownAppearance(): Appearance {
  const { appearance } = document.documentElement.dataset;
  return appearances.find((one) => one === appearance) ?? 'system';
}

export function onAppearance(changed: () => void): () => void {
  addEventListener(key, changed);
  return () => removeEventListener(key, changed);
}

function storage(): Storage | undefined {
  try {
    return localStorage;
  } catch {
    return undefined;
  }
}

/** The bar that browsers and systems draw around the page goes with it. */
function colourFrame(appearance: Appearance): void {
  for (const meta of document.querySelectorAll<HTMLMetaElement>('meta[name="theme-color"]')) {
    const isDark = appearance === 'system' ? meta.media.includes('dark') : appearance === 'dark';
    meta.content = isDark ? '#101413' : '#f4f6f5';
  }
}
