// Finds web addresses in text. The result is plain data: what draws it makes text nodes and anchors, never markup.
export interface Segment {
  readonly text: string;
  /** Set on an address. Only http and https. */
  readonly href?: string;
}

const candidate = /https?:\/\/[^\s<>"'`\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gi;
const closers: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };

export function segments(text: string): readonly Segment[] {
  const found: Segment[] = [];
  let from = 0;
  for (const match of text.matchAll(candidate)) {
    const address = trimmed(match[0]);
    const href = safe(address);
    if (!href) continue;
    if (match.index > from) found.push({ text: text.slice(from, match.index) });
    found.push({ text: address, href });
    from = match.index + address.length;
  }
  if (from < text.length) found.push({ text: text.slice(from) });
  return found;
}

// A full stop ends the sentence, not the address; a bracket belongs to it only when it was opened inside.
function trimmed(address: string): string {
  let end = address.length;
  while (end > 0) {
    const last = address.charAt(end - 1);
    const opener = closers[last];
    const body = address.slice(0, end);
    if (opener ? count(body, opener) >= count(body, last) : !/[.,;:!?…。、，！？]/.test(last))
      break;
    end -= 1;
  }
  return address.slice(0, end);
}

function count(text: string, character: string): number {
  return text.split(character).length - 1;
}

function safe(address: string): string | undefined {
  if (!URL.canParse(address)) return undefined;
  const url = new URL(address);
  return url.protocol === 'http:' || url.protocol === 'https:' ? url.href : undefined;
}
