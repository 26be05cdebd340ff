import { isEmojiOnly } from '../format/emoji.ts';
import { segments } from '../format/links.ts';

/** What somebody wrote: text nodes and links, never markup. */
export function MessageText({ text }: { text: string }) {
  return (
    <p className={`message-text ${isEmojiOnly(text) ? 'message-emoji' : ''}`} dir="auto">
      {segments(text).map((part, at) =>
        part.href ? (
          // oxlint-disable-next-line react/no-array-index-key -- parts of one text have no other name
          <a key={at} href={part.href} target="_blank" rel="noopener noreferrer">
            {part.text}
          </a>
        ) : (
          part.text
        ),
      )}
    </p>
  );
}
