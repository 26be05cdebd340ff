import fc from 'fast-check';
import { blocks, type Block, type Inline } from '../../packages/web/src/format/markdown.ts';
import { plainText } from '../../packages/web/src/format/plain-text.ts';
import { piecesOf } from '../arbitrary.ts';
import { must, target } from '../target.ts';

/** What Markdown is made of here, what it is made of elsewhere, and what hides. */
const pieces = [
  '**',
  '*',
  '_',
  '__',
  '~~',
  '`',
  '```',
  '```ts\n',
  '\n',
  '\n> ',
  '> ',
  '\n- ',
  '- ',
  '\n1. ',
  '\\',
  ' ',
  '[',
  ']',
  '(',
  ')',
  '[a](',
  'http://',
  'https://a.b/c',
  'javascript:',
  'mailto:a@b',
  'data:',
  '<script>',
  '@[',
  '@[all]',
  '@[x](usr_00000000001)',
  'word',
  '안녕',
  '👋',
  '\u202e',
  '\u0000',
  'HTTP://A',
  'http://a_b_c',
];

export const markdown = [
  target({
    name: 'markdown',
    what: 'the Markdown of the web app',
    inputs: fc.oneof(piecesOf(pieces, 60), fc.string({ unit: 'binary', maxLength: 300 })),
    check: (text: string) => {
      const found = blocks(text);
      for (const block of found) for (const one of inlinesOf(block)) checkInline(one, 0);
      const shown = plainText(text, () => '');
      must(isWithin(shown, text), `shows what nobody has written: ${JSON.stringify(shown)}`);
    },
  }),
];

function inlinesOf(block: Block): readonly Inline[] {
  if (block.kind === 'fence') return [];
  return block.kind === 'list' ? block.items.flat() : block.inside;
}

function checkInline(one: Inline, depth: number): void {
  must(depth <= 4, 'nested deeper than four');
  if ('inside' in one) for (const inner of one.inside) checkInline(inner, depth + 1);
  if (one.kind === 'link') must(/^(https?|mailto):/.test(one.href), `leads to ${one.href}`);
  if (one.kind === 'mention') must(/^(all|usr_\w+)$/.test(one.to), `calls ${one.to}`);
}

/** All characters of the one stand in the other, in that order. */
function isWithin(shown: string, text: string): boolean {
  let at = 0;
  for (const character of shown) {
    at = text.indexOf(character, at);
    if (at < 0) return false;
    at += character.length;
  }
  return true;
}
