// Mentions as they are written and as they are stored. People write "@Bob"; the text that is sent holds "@[Bob](usr_…)" or
// "@[all]" (docs/protocol.md), so that it can be drawn with the name of today.
export interface Call {
  /** As it stands in what is written, after the @. */
  readonly name: string;
  /** A user's id, or `all`. */
  readonly to: string;
}

export interface Written {
  readonly text: string;
  readonly calls: readonly Call[];
}

export interface Sent {
  readonly text: string;
  readonly mentions: string[];
  readonly mentionsAll: boolean;
}

const token = /@\[([^\]\n]{1,80})\](?:\((usr_[0-9a-z]+)\))?/g;
/** Would end the token early. */
const unfit = /[[\]()\n]/g;

export function toSent({ text, calls }: Written): Sent {
  const inOrder = calls.toSorted((a, b) => b.name.length - a.name.length);
  const mentions = new Set<string>();
  let mentionsAll = false;
  let sent = '';
  for (let at = 0; at < text.length;) {
    const call = text[at] === '@' ? inOrder.find((one) => standsAt(text, at, one.name)) : undefined;
    if (call === undefined) {
      sent += text[at];
      at += 1;
      continue;
    }
    if (call.to === 'all') mentionsAll = true;
    else mentions.add(call.to);
    sent += call.to === 'all' ? '@[all]' : `@[${call.name.replace(unfit, ' ')}](${call.to})`;
    at += 1 + call.name.length;
  }
  return { text: sent, mentions: [...mentions], mentionsAll };
}

/** @param nameOf what a user is called today */
export function toWritten(sent: string, nameOf: (id: string) => string, all: string): Written {
  const calls = new Map<string, Call>();
  const text = sent.replace(token, (whole, name: string, id: string | undefined) => {
    if (id === undefined && name !== 'all') return whole;
    const call = id === undefined ? { name: all, to: 'all' } : { name: nameOf(id), to: id };
    calls.set(call.to, call);
    return `@${call.name}`;
  });
  return { text, calls: [...calls.values()] };
}

/** Not in the middle of a word, and no longer word begins with it. */
function standsAt(text: string, at: number, name: string): boolean {
  if (!text.startsWith(name, at + 1)) return false;
  return !/^[\p{L}\p{N}_]/u.test(text.slice(at + 1 + name.length, at + 3 + name.length));
}
