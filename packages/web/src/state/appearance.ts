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
