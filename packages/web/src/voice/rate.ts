// How fast voice messages are played on this device.
const key = 'hubbub.voiceRate';
const rates = [1, 1.5, 2] as const;

export function storedRate(): number {
  try {
    const stored = Number(localStorage.getItem(key));
    return rates.find((rate) => rate === stored) ?? 1;
  } catch {
    return 1;
  }
}

/** The next of them, after the last one the first. */
export function nextRate(rate: number): number {
  const next = rates[(rates.findIndex((one) => one === rate) + 1) % rates.length] ?? 1;
  try {
    localStorage.setItem(key, String(next));
  } catch {
    // Closed to us (private windows): then it holds for this message.
  }
  return next;
}
