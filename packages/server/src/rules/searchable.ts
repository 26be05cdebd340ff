// What of a message is found by whom it is looked for with: its words, who said it, what is in it.
import { MessageSearchRequest_Has as Has, type Message } from '@hubbub/protocol';
import { isPicture } from './file-type.ts';
import type { MessageContent } from './message.ts';
import { eachKeyOfTexts, findNeedles, type Needle, type Range } from './words.ts';

export interface Wanted {
  readonly needles: readonly Needle[];
  /** Empty: whoever said it. */
  readonly sender: string;
  readonly has: readonly Has[];
}

type Said = Pick<Message, 'content' | 'sender' | 'recalled'>;

const link = /https?:\/\/\S/i;

/** Everything it is found by; no word can be mistaken for a sender or for what is in it. */
export function keysOf({ content, sender, recalled }: Said): ReadonlySet<string> {
  const keys = new Set<string>();
  if (!recalled) eachKeyOf(content, senderKey(sender), (key) => keys.add(key));
  return keys;
}

/** Says each key of what somebody said; one may be said again. @param from the sender's key */
export function eachKeyOf(content: MessageContent, from: string, say: (key: string) => void): void {
  const texts = textsOf(content);
  say(from);
  for (const trait of traitsOf(content, texts)) say(traitKey(trait));
  eachKeyOfTexts(texts, say);
}

export function senderKey(sender: string): string {
  return `@${sender}`;
}

export function traitKey(has: Has): string {
  return `#${has}`;
}

/** Where the words are in what it says first; undefined when it is not what is wanted. */
export function findIn(
  { content, sender, recalled }: Said,
  wanted: Wanted,
): readonly Range[] | undefined {
  if (recalled || (wanted.sender !== '' && wanted.sender !== sender)) return undefined;
  const texts = textsOf(content);
  const traits = traitsOf(content, texts);
  if (!wanted.has.every((one) => traits.includes(one))) return undefined;
  return findNeedles(texts, wanted.needles);
}

/** What of it is looked through for words. */
export function textsOf(content: MessageContent): readonly string[] {
  if (content.case === 'text') return [content.value];
  if (content.case === 'media') {
    const { text, items } = content.value;
    return [text, ...items.flatMap(({ alt, media }) => [media?.name ?? '', alt])];
  }
  const kind = content.case === 'card' ? content.value.kind : undefined;
  if (kind?.case !== 'poll') return [];
  return [kind.value.question, ...kind.value.options.map(({ text }) => text)];
}

function traitsOf(content: MessageContent, texts: readonly string[]): readonly Has[] {
  const traits = texts.some((text) => link.test(text)) ? [Has.LINK] : [];
  if (content.case === 'media') {
    const shown = content.value.items.some(({ media }) => isPicture(media?.type ?? 0));
    return [...traits, shown ? Has.PICTURE : Has.FILE];
  }
  const isPoll = content.case === 'card' && content.value.kind.case === 'poll';
  return isPoll ? [...traits, Has.POLL] : traits;
}
