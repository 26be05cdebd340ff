import { expect, test } from 'bun:test';
import { blocks, inlines, type Block, type Inline } from './markdown.ts';
import { plainText } from './plain-text.ts';
import { payloads } from './xss.vectors.ts';

const text = (value: string) => ({ kind: 'text', text: value }) as const;
const of = (kind: 'strong' | 'emphasis' | 'struck', ...inside: Inline[]) => ({ kind, inside });

test('marks mark, also inside each other', () => {
  expect(inlines('a **b** *c* _d_ ~~e~~')).toEqual([
    text('a '),
    of('strong', text('b')),
    text(' '),
    of('emphasis', text('c')),
    text(' '),
    of('emphasis', text('d')),
    text(' '),
    of('struck', text('e')),
  ]);
  expect(inlines('***x***')).toEqual([of('strong', of('emphasis', text('x')))]);
  expect(inlines('**a *b* c**')).toEqual([
    of('strong', text('a '), of('emphasis', text('b')), text(' c')),
  ]);
});

test.each([
  '2 * 3 * 4',
  'a ** b **',
  'snake_case_name',
  '**open',
  '~~',
  '*',
  '`',
  '@[Bob]',
  '[x](y)',
])('%p is shown as it stands', (value) => {
  const shown = inlines(value).map((node) => ('text' in node ? node.text : '?'));
  expect(shown.join('')).toBe(value);
});

test('code is not read, a backslash shows the mark', () => {
  expect(inlines('`**a**`')).toEqual([{ kind: 'code', text: '**a**' }]);
  expect(inlines('\\*a\\*')).toEqual([text('*a*')]);
});

test('links lead to http, https and mailto alone', () => {
  expect(inlines('[a](https://example.org/)')).toEqual([
    { kind: 'link', href: 'https://example.org/', text: 'a' },
  ]);
  expect(inlines('[a](mailto:a@example.org)')).toMatchObject([{ href: 'mailto:a@example.org' }]);
  expect(inlines('see https://example.org/a.')).toMatchObject([
    text('see '),
    { href: 'https://example.org/a' },
    text('.'),
  ]);
  for (const bad of ['[a](javascript:alert(1))', '[a](data:text/html,x)', '[a](//example.org)'])
    expect(inlines(bad).every(({ kind }) => kind === 'text')).toBe(true);
});

test('mentions name a user or all', () => {
  expect(inlines('@[Bob](usr_b1) @[all]')).toEqual([
    { kind: 'mention', to: 'usr_b1', name: 'Bob' },
    text(' '),
    { kind: 'mention', to: 'all', name: 'all' },
  ]);
});

test('blocks: quotations, lists, code; lines stay lines', () => {
  expect(blocks('a\nb\n> c\n> d\n- e\n- f\n3. g\n```ts\n**h**\n```\ni')).toEqual([
    { kind: 'lines', inside: [text('a\nb')] },
    { kind: 'quote', inside: [text('c\nd')] },
    { kind: 'list', from: undefined, items: [[text('e')], [text('f')]] },
    { kind: 'list', from: 3, items: [[text('g')]] },
    { kind: 'fence', text: '**h**' },
    { kind: 'lines', inside: [text('i')] },
  ] satisfies Block[]);
  expect(blocks('```\nnever closed')).toEqual([
    { kind: 'lines', inside: [text('```\nnever closed')] },
  ]);
});

test('plain words for a list', () => {
  const name = () => 'Robert';
  expect(plainText('**Hi** @[Bob](usr_b1), see [this](https://x.org)\n- `a`', name)).toBe(
    'Hi @Robert, see this\na',
  );
});

test('600 hostile texts: nothing in the tree leads anywhere but to http, https and mailto', () => {
  expect(payloads.length).toBeGreaterThanOrEqual(600);
  const links = (nodes: readonly Inline[]): string[] =>
    nodes.flatMap((node) =>
      'inside' in node ? links(node.inside) : node.kind === 'link' ? [node.href] : [],
    );
  for (const payload of payloads)
    for (const block of blocks(payload)) {
      const parts = 'inside' in block ? [block.inside] : 'items' in block ? block.items : [];
      for (const href of parts.flatMap(links)) expect(href).toMatch(/^(https?:\/\/|mailto:)/);
    }
});

test('the time is linear: eight times the longest text takes no second, whatever it holds', () => {
  const evil = [
    '*',
    '**',
    '_a',
    '~~',
    '`',
    '[',
    '[a](',
    '@[',
    'http://)',
    '> ',
    '```\n',
    '\\',
    '**_~~*',
  ];
  for (const part of evil) {
    const long = part.repeat(64_000 / part.length);
    // The best of several: whatever else runs only adds to the others. Quadratic would be some seconds.
    const times = Array.from({ length: 3 }, () => {
      const start = performance.now();
      blocks(long);
      return performance.now() - start;
    });
    expect({ part, isLinear: Math.min(...times) < 1000 }).toEqual({ part, isLinear: true });
  }
});
