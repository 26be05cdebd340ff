// Finds the regular expressions of a source: a walk through its tokens that knows comments, texts and templates, and tells a
// division from the beginning of an expression by what stands before it.
export interface Found {
  readonly file: string;
  readonly line: number;
  readonly source: string;
  readonly flags: string;
}

/** Behind these a slash begins an expression; behind a name, a number or a closing bracket it divides. */
const before = new Set('(,=:[!&|?{};+-*%~^'.split(''));
const words =
  /(?:^|[^\w$.])(?:return|typeof|case|in|of|do|else|void|delete|throw|new|await|yield)$/;

export function regexesIn(file: string, text: string): readonly Found[] {
  const found: Found[] = [];
  walk(text, 0, {
    regex(at, end) {
      const literal = text.slice(at, end);
      const close = literal.lastIndexOf('/');
      found.push({
        file,
        line: text.slice(0, at).split('\n').length,
        source: literal.slice(1, close),
        flags: literal.slice(close + 1),
      });
    },
  });
  return found;
}

/** Patterns that are put together while the program runs: `new RegExp(`, with what stands behind it. */
export function builtIn(file: string, text: string): readonly string[] {
  return [...text.matchAll(/\bRegExp\(([^\n]*)/g)].map(
    ([, rest = '']) => `${file}: ${rest.trim()}`,
  );
}

interface Visitor {
  regex(at: number, end: number): void;
}

/** @returns where the text, or the `${…}` that it began within, ends */
function walk(text: string, from: number, visitor: Visitor): number {
  let depth = 0;
  // A first line that names the program to run it with.
  const start = from === 0 && text.startsWith('#!') ? text.indexOf('\n') : from;
  for (let at = start; at < text.length; at += 1) {
    const one = text[at] ?? '';
    if (one === '"' || one === "'") at = stringEnd(text, at);
    else if (one === '`') at = templateEnd(text, at, visitor);
    else if (text.startsWith('//', at)) at = endOr(text.indexOf('\n', at), text);
    else if (text.startsWith('/*', at)) at = endOr(text.indexOf('*/', at + 2) + 1, text);
    else if (one === '/' && mayBegin(text, at)) {
      const end = regexEnd(text, at);
      if (end > at) {
        visitor.regex(at, end);
        at = end - 1;
      }
    } else if (one === '{') depth += 1;
    else if (one === '}' && depth-- === 0 && from > 0) return at;
  }
  return text.length;
}

function endOr(at: number, text: string): number {
  return at <= 0 ? text.length : at;
}

function stringEnd(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === text[start] || text[at] === '\n') return at;
  }
  return text.length;
}

function templateEnd(text: string, start: number, visitor: Visitor): number {
  for (let at = start + 1; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === '`') return at;
    else if (text.startsWith('${', at)) at = walk(text, at + 2, visitor);
  }
  return text.length;
}

function mayBegin(text: string, at: number): boolean {
  const head = text.slice(Math.max(0, at - 200), at).trimEnd();
  const last = head.at(-1) ?? '(';
  // Of JSX, `<tag />` is none.
  if (text[at + 1] === '>') return false;
  return before.has(last) || head.endsWith('=>') || words.test(head);
}

/** Behind its flags; `start` when it is none after all. */
function regexEnd(text: string, start: number): number {
  let inClass = false;
  for (let at = start + 1; at < text.length && text[at] !== '\n'; at += 1) {
    const one = text[at];
    if (one === '\\') at += 1;
    else if (one === '[') inClass = true;
    else if (one === ']') inClass = false;
    else if (one === '/' && !inClass) {
      const flags = /^[a-z]*/.exec(text.slice(at + 1, at + 10))?.[0] ?? '';
      return at + 1 + flags.length;
    }
  }
  return start;
}
