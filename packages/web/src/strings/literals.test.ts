// No text goes around the catalogue: what a .tsx file writes out itself has no letters.
import { expect, test } from 'bun:test';
import { join } from 'node:path';
import { parseSync } from 'vite';

const sources = join(import.meta.dirname, '..');

/** Attributes that people see or hear. */
const told = ['alt', 'aria-label', 'aria-description', 'label', 'placeholder', 'title', 'hint'];

interface Node {
  readonly type: string;
  readonly [field: string]: unknown;
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value;
}

/** Every node below, from the outside in; `enter` says whether to go on inside. */
function walk(value: unknown, enter: (node: Node) => boolean): void {
  if (Array.isArray(value)) return value.forEach((one) => walk(one, enter));
  if (!isNode(value) || !enter(value)) return;
  Object.values(value).forEach((one) => walk(one, enter));
}

/** Texts written out in this source where people see them. */
function literals(source: string): readonly string[] {
  const found: string[] = [];
  walk(parseSync('source.tsx', source).program, (node) => {
    if (node.type === 'JSXText') found.push(String(node['value']));
    if (node.type === 'JSXAttribute' && isTold(node)) found.push(...shown(node['value']));
    if (node.type === 'JSXElement' || node.type === 'JSXFragment')
      found.push(...childrenOf(node).flatMap(shown));
    return true;
  });
  return found.filter((text) => /\p{L}/u.test(text)).map((text) => text.trim());
}

function isTold({ name }: Node): boolean {
  return isNode(name) && told.includes(String(name['name']));
}

function childrenOf({ children }: Node): readonly Node[] {
  return Array.isArray(children) ? children.filter(isNode) : [];
}

/** The words of an expression that are drawn as they stand: its strings, not those of calls, tests or elements in it. */
function shown(value: unknown): readonly string[] {
  if (!isNode(value)) return [];
  switch (value.type) {
    case 'Literal':
      return typeof value['value'] === 'string' ? [value['value']] : [];
    case 'TemplateLiteral':
      return (value['quasis'] as Node[]).map(({ value: text }) => (text as { raw: string }).raw);
    case 'JSXExpressionContainer':
    case 'ParenthesizedExpression':
      return shown(value['expression']);
    case 'LogicalExpression':
      return [
        ...(value['operator'] === '&&' ? [] : shown(value['left'])),
        ...shown(value['right']),
      ];
    case 'BinaryExpression':
      return value['operator'] === '+' ? [...shown(value['left']), ...shown(value['right'])] : [];
    case 'ConditionalExpression':
      return [...shown(value['consequent']), ...shown(value['alternate'])];
    default:
      return [];
  }
}

test('a literal text is found wherever it is drawn', () => {
  const source = `const a = (
    <p title="One" aria-label={on ? 'Two' : \`Three \${b}\`} className="no" role="status">
      Four {b || 'Five'} {t('no.key')} {'·'} {kind === 'no' && <b>{b + ' six'}</b>}
    </p>
  );`;
  expect(literals(source).toSorted()).toEqual(['Five', 'Four', 'One', 'Three', 'Two', 'six']);
});

test('no component draws a text that is not in the catalogue', async () => {
  const files = [...new Bun.Glob('**/*.tsx').scanSync(sources)];
  expect(files.length).toBeGreaterThan(60);
  for (const file of files) {
    const texts = literals(await Bun.file(join(sources, file)).text());
    expect({ file, texts }).toEqual({ file, texts: [] });
  }
});
