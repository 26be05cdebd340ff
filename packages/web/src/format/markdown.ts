// The Markdown of texts (docs/protocol.md) as a tree of plain data: what draws it makes elements of its own from it and never
// markup. One pass, linear in the length of the text: every search that fails is not tried again, and marks are at most four
// deep, since one that is open is not opened again.
import { addressOf, candidateAt } from './links.ts';

export type Mark = 'strong' | 'emphasis' | 'struck';

export type Inline =
  | { readonly kind: 'text' | 'code'; readonly text: string }
  | { readonly kind: Mark; readonly inside: readonly Inline[] }
  | { readonly kind: 'link'; readonly href: string; readonly text: string }
  /** `to` is a user's id, or `all`; `name` what it was called then. */
  | { readonly kind: 'mention'; readonly to: string; readonly name: string };

export type Block =
  | { readonly kind: 'lines' | 'quote'; readonly inside: readonly Inline[] }
  | { readonly kind: 'fence'; readonly text: string }
  | {
      readonly kind: 'list';
      /** Number of the first item; undefined for a list without numbers. */
      readonly from: number | undefined;
      readonly items: readonly (readonly Inline[])[];
    };

const quoteLine = /^> ?(.*)$/;
const plainItem = /^- (.*)$/;
const numberedItem = /^(\d{1,9})\. (.*)$/;

export function blocks(text: string): readonly Block[] {
  const lines = text.split('\n');
  const found: Block[] = [];
  let plain: string[] = [];
  let hasFence = true;
  const flush = () => {
    if (plain.length > 0) found.push({ kind: 'lines', inside: inlines(plain.join('\n')) });
    plain = [];
  };
  for (let at = 0; at < lines.length;) {
    const line = lines[at] ?? '';
    const end = hasFence && line.startsWith('```') ? fenceEnd(lines, at) : 0;
    if (end > 0) {
      flush();
      found.push({ kind: 'fence', text: lines.slice(at + 1, end).join('\n') });
      at = end + 1;
      continue;
    }
    if (end < 0) hasFence = false;
    const { length, block } = runAt(lines, at);
    if (block) {
      flush();
      found.push(block);
    } else plain.push(line);
    at += length;
  }
  flush();
  return found;
}

/** Index of the line that closes it, -1 without one. */
function fenceEnd(lines: readonly string[], at: number): number {
  // Marks after the language would be text that is lost.
  if (!/^```[\w+#.-]*\s*$/.test(lines[at] ?? '')) return 0;
  for (let end = at + 1; end < lines.length; end += 1)
    if (lines[end]?.trimEnd() === '```') return end;
  return -1;
}

/** The quotation or list that begins here. */
function runAt(lines: readonly string[], at: number): { length: number; block?: Block } {
  const while_ = (pattern: RegExp) => {
    const matches: RegExpExecArray[] = [];
    for (let next = at; next < lines.length; next += 1) {
      const match = pattern.exec(lines[next] ?? '');
      if (!match) break;
      matches.push(match);
    }
    return matches;
  };
  const quoted = while_(quoteLine);
  if (quoted.length > 0) {
    const inside = inlines(quoted.map(([, line = '']) => line).join('\n'));
    return { length: quoted.length, block: { kind: 'quote', inside } };
  }
  const items = while_(plainItem);
  if (items.length > 0) {
    const block = {
      kind: 'list',
      from: undefined,
      items: items.map(([, line = '']) => inlines(line)),
    } as const;
    return { length: items.length, block };
  }
  const numbered = while_(numberedItem);
  if (numbered.length === 0) return { length: 1 };
  const from = Number(numbered[0]?.[1]);
  const block = {
    kind: 'list',
    from,
    items: numbered.map(([, , line = '']) => inlines(line)),
  } as const;
  return { length: numbered.length, block };
}

const marks = { '**': 'strong', '~~': 'struck', '*': 'emphasis', _: 'emphasis' } as const;
type Sign = keyof typeof marks;
const signs = Object.keys(marks) as Sign[];
const escapable = /[\\`*_~[\]@>-]/;
const labelled = /\[([^[\]\n]{1,200})\]\(((?:https?:\/\/|mailto:)[^\s()<>"'`]{1,2000})\)/y;
const mention = /@\[([^[\]\n]{1,80})\](?:\((usr_[0-9a-z]{1,40})\))?/y;

interface Frame {
  readonly sign: Sign | '';
  readonly inside: Inline[];
}

export function inlines(text: string): readonly Inline[] {
  const root: Frame = { sign: '', inside: [] };
  const open: Frame[] = [root];
  let plain = '';
  let hasCode = true;
  const top = () => open.at(-1) ?? root;
  const flush = () => {
    if (plain) top().inside.push({ kind: 'text', text: plain });
    plain = '';
  };
  const put = (node: Inline, length: number) => {
    flush();
    top().inside.push(node);
    return length;
  };
  /** What was opened and never closed is shown as it stands. */
  const drop = () => {
    const { sign, inside } = open.pop() ?? root;
    top().inside.push({ kind: 'text', text: sign }, ...inside);
  };
  const takeSign = (at: number): number => {
    const sign = signAt(text, at, top().sign);
    if (sign === undefined) return 0;
    const depth = open.findLastIndex((frame) => frame.sign === sign);
    if (depth > 0 && mayClose(text, at, sign)) {
      flush();
      while (open.length > depth + 1) drop();
      const { inside } = open.pop() ?? root;
      top().inside.push({ kind: marks[sign], inside });
      return sign.length;
    }
    if (depth > 0 || !mayOpen(text, at, sign)) return 0;
    flush();
    open.push({ sign, inside: [] });
    return sign.length;
  };
  const take = (at: number): number => {
    const character = text[at] ?? '';
    if (character === '\\' && escapable.test(text[at + 1] ?? '')) {
      plain += text[at + 1];
      return 2;
    }
    if (character === '`' && hasCode) {
      const end = text.indexOf('`', at + 1);
      hasCode = end >= 0;
      if (end > at + 1) return put({ kind: 'code', text: text.slice(at + 1, end) }, end + 1 - at);
    }
    if (character === 'h' || character === 'H') {
      const address = addressOf(candidateAt(text, at));
      if (address) return put({ kind: 'link', ...address }, address.text.length);
    }
    if (character === '[') {
      const [whole, label = '', target = ''] = matchAt(labelled, text, at) ?? [];
      const href = whole && safeTarget(target);
      if (href) return put({ kind: 'link', href, text: label }, whole.length);
    }
    if (character === '@') {
      const [whole, name = '', id] = matchAt(mention, text, at) ?? [];
      if (whole && (id || name === 'all'))
        return put({ kind: 'mention', to: id ?? 'all', name }, whole.length);
    }
    return takeSign(at);
  };
  for (let at = 0; at < text.length;) {
    const length = take(at);
    if (length === 0) plain += text[at];
    at += length || 1;
  }
  flush();
  while (open.length > 1) drop();
  return root.inside;
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

function safeTarget(target: string): string | undefined {
  if (!URL.canParse(target)) return undefined;
  const { protocol, href } = new URL(target);
  return ['http:', 'https:', 'mailto:'].includes(protocol) ? href : undefined;
}

/** The sign that stands here; of `***` the one that closes what was opened last. */
function signAt(text: string, at: number, last: Sign | ''): Sign | undefined {
  if (last !== '' && text.startsWith(last, at) && mayClose(text, at, last)) return last;
  return signs.find((sign) => text.startsWith(sign, at));
}

function mayOpen(text: string, at: number, sign: Sign): boolean {
  const after = text[at + sign.length] ?? ' ';
  return !/\s/.test(after) && (sign !== '_' || !isWord(text[at - 1]));
}

function mayClose(text: string, at: number, sign: Sign): boolean {
  const before = text[at - 1] ?? ' ';
  return !/\s/.test(before) && (sign !== '_' || !isWord(text[at + 1]));
}

function isWord(character: string | undefined): boolean {
  return character !== undefined && /[\p{L}\p{N}]/u.test(character);
}
