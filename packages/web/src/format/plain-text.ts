// A text of the small Markdown as plain words, for one line of a list, for reading aloud and for copying.
import { blocks, type Block, type Inline } from './markdown.ts';

/** @param nameOf what a user is called today */
export function plainText(text: string, nameOf: (id: string) => string): string {
  return blocks(text)
    .map((block) => plainBlock(block, nameOf))
    .join('\n');
}

function plainBlock(block: Block, nameOf: (id: string) => string): string {
  if (block.kind === 'fence') return block.text;
  if (block.kind !== 'list') return plain(block.inside, nameOf);
  return block.items.map((item) => plain(item, nameOf)).join('\n');
}

function plain(nodes: readonly Inline[], nameOf: (id: string) => string): string {
  return nodes
    .map((node) => {
      if ('inside' in node) return plain(node.inside, nameOf);
      if (node.kind !== 'mention') return node.text;
      return `@${node.to === 'all' ? node.name : nameOf(node.to)}`;
    })
    .join('');
}
