// The emoji that were used last on this device, newest first; some that everybody knows until there are enough.
const key = 'hubbub.emoji';
const most = 24;
const first = ['👍', '❤️', '😂', '😮', '😢', '🙏'];

export function recentEmoji(count: number): readonly string[] {
  return [...new Set([...stored(), ...first])].slice(0, count);
}

export function noteEmoji(emoji: string): void {
  const next = [emoji, ...stored().filter((one) => one !== emoji)].slice(0, most);
  try {
    localStorage.setItem(key, JSON.stringify(next));
  } catch {
    // Closed to us (private windows): then those that everybody knows stay.
  }
}

function stored(): string[] {
  try {
    const read: unknown = JSON.parse(localStorage.getItem(key) ?? '[]');
    return Array.isArray(read) ? read.filter((one) => typeof one === 'string') : [];
  } catch {
    return [];
  }
}
