// Draws the Markdown of a text: elements made here, from a tree of plain data. No markup of anybody's is ever read.
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { isEmojiOnly } from '../format/emoji.ts';
import { blocks, type Block, type Inline } from '../format/markdown.ts';
import { useNames } from '../state/use-client-state.ts';
import { useMe } from '../state/use-session.ts';
import { t } from '../strings.ts';

export function MarkedText({ text }: { text: string }) {
  const all = blocks(text);
  const isEmoji = isEmojiOnly(text);
  return (
    <div className={`message-text ${isEmoji ? 'message-emoji' : ''}`} dir="auto">
      {all.map((block, at) => (
        // oxlint-disable-next-line react/no-array-index-key -- parts of one text have no other name
        <MarkedBlock key={at} block={block} isAlone={all.length === 1} />
      ))}
    </div>
  );
}

function MarkedBlock({ block, isAlone }: { block: Block; isAlone: boolean }) {
  switch (block.kind) {
    case 'fence':
      return (
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region must be reachable
        <pre tabIndex={0}>
          <code>{block.text}</code>
        </pre>
      );
    case 'quote':
      return <blockquote>{drawn(block.inside)}</blockquote>;
    case 'list': {
      // oxlint-disable-next-line react/no-array-index-key -- items of one text have no other name
      const items = block.items.map((item, at) => <li key={at}>{drawn(item)}</li>);
      return block.from === undefined ? <ul>{items}</ul> : <ol start={block.from}>{items}</ol>;
    }
    case 'lines':
      return isAlone ? <>{drawn(block.inside)}</> : <p>{drawn(block.inside)}</p>;
  }
}

function drawn(nodes: readonly Inline[]): ReactNode {
  // oxlint-disable-next-line react/no-array-index-key -- parts of one text have no other name
  return nodes.map((node, at) => <MarkedNode key={at} node={node} />);
}

function MarkedNode({ node }: { node: Inline }): ReactNode {
  switch (node.kind) {
    case 'text':
      return node.text;
    case 'code':
      return <code>{node.text}</code>;
    case 'strong':
      return <strong>{drawn(node.inside)}</strong>;
    case 'emphasis':
      return <em>{drawn(node.inside)}</em>;
    case 'struck':
      return <s>{drawn(node.inside)}</s>;
    case 'mention':
      return <Mention to={node.to} />;
    case 'link':
      return <Address href={node.href} text={node.text} />;
  }
}

/** A link whose words are not its address shows that, too: nobody is led elsewhere. */
function Address({ href, text }: { href: string; text: string }) {
  const isPlain = /^https?:\/\//i.test(text) && URL.canParse(text) && new URL(text).href === href;
  return (
    <>
      <a href={href} target="_blank" rel="noopener noreferrer">
        {text}
      </a>
      {!isPlain && <span className="link-to"> ({href.replace(/^(https?:\/\/|mailto:)/, '')})</span>}
    </>
  );
}

function Mention({ to }: { to: string }) {
  const me = useMe();
  const { name } = useNames();
  if (to === 'all') return <span className="mention mention-me">@{t('mention.all')}</span>;
  return (
    <Link href={`/contacts/${to}`} className={`mention ${to === me.id ? 'mention-me' : ''}`}>
      @{name(to)}
    </Link>
  );
}
