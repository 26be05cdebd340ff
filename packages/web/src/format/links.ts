// Finds web addresses in text. The result is plain data: what draws it makes text nodes and anchors, never markup.
export interface Segment {
  readonly text: string;
  /** Set on an address. Only http and https. */
  readonly href?: string;
}

const candidate = /https?:\/\/[^\s<>"'`\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gi;
const candidateHere = new RegExp(candidate.source, 'iy');
const closers: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };

export function segments(text: string): readonly Segment[] {
  const found: Segment[] = [];
  let from = 0;
  for (const match of text.matchAll(candidate)) {
    const address = addressOf(match[0]);
    if (!address) continue;
    if (match.index > from) found.push({ text: text.slice(from, match.index) });
    found.push(address);
    from = match.index + address.text.length;
  }
  if (from < text.length) found.push({ text: text.slice(from) });
  return found;
}

/** What may be an address and begins here; empty when nothing does. */
export function candidateAt(text: string, at: number): string {
  candidateHere.lastIndex = at;
  return candidateHere.exec(text)?.[0] ?? '';
}

/** The address that a candidate begins with, without what ends the sentence. */
export function addressOf(text: string): { text: string; href: string } | undefined {
  const address = text && trimmed(text);
  const href = address && safe(address);
  return href ? { text: address, href } : undefined;
}

// A full stop ends the sentence, not the address; a bracket belongs to it only when it was opened inside.
function trimmed(address: string): string {
  const counts = new Map<string, number>();
  for (const one of address) counts.set(one, (counts.get(one) ?? 0) + 1);
  let end = address.length;
  while (end > 0) {
    const last = address.charAt(end - 1);
    const opener = closers[last];
    const isOpened = opener && (counts.get(opener) ?? 0) >= (counts.get(last) ?? 0);
    if (opener ? isOpened : !/[.,;:!?…。、，！？]/.test(last)) break;
    counts.set(last, (counts.get(last) ?? 1) - 1);
    end -= 1;
  }
  return address.slice(0, end);
}

function safe(address: string): string | undefined {
  if (!URL.canParse(address)) return undefined;
  const url = new URL(address);
  return url.protocol === 'http:' || url.protocol === 'https:' ? url.href : undefined;
}
