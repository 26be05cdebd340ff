// What a notification says: one JSON text for the device, short enough to be sent.
import {
  Conversation_Kind as Kind,
  Media_Type as Type,
  type Attachments,
  type Message,
} from '@hubbub/protocol';
import type { PushNews, PushTelling } from '../../store/push-news-store.ts';
import { isPicture } from '../../rules/file-type.ts';
import { mostBytes } from './post.ts';
import { fill, wordsIn, type PushWords } from './words.ts';

/** As the service worker reads it. */
export interface PushText {
  readonly title: string;
  readonly body: string;
  /** What the app shows when it is chosen. */
  readonly path: string;
  /** A later one with the same tag takes its place. */
  readonly tag: string;
  /** Number of what is told, rising within the tag: the same news are told once, whoever tells them. */
  readonly place: number;
}

type Named = Pick<PushText, 'title' | 'body'>;
type MessageNews = Extract<PushNews, { about: 'message' }>;

/** Characters of a text that are shown anywhere. */
const mostShown = 200;
const mostOfName = 64;

export function pushText({ news, subscription }: PushTelling): PushText {
  const words = wordsIn(subscription.language);
  const hidesText = subscription.hide_text === 1;
  if (news.about === 'message') return messageText(news, { words, hidesText });
  const path = news.about === 'request' ? '/contacts/requests' : '/moments/notices';
  const body = 'text' in news && news.text !== '' && !hidesText ? news.text : words[news.about];
  return {
    title: shorten(news.name, mostOfName),
    body: shorten(body, mostShown),
    path,
    tag: path,
    place: news.version,
  };
}

/** The text as bytes may be; what is too long for the wire loses its body. */
export function encodePush(text: PushText): string {
  const whole = JSON.stringify(text);
  if (Buffer.byteLength(whole) <= mostBytes) return whole;
  return JSON.stringify({ ...text, title: shorten(text.title, 20), body: '' });
}

interface Telling {
  readonly words: PushWords;
  readonly hidesText: boolean;
}

function messageText(news: MessageNews, telling: Telling): PushText {
  const { message, place } = news;
  return {
    ...namedText(news, telling),
    path: `/c/${place}`,
    tag: place,
    place: message.seq ?? 0,
  };
}

function namedText(news: MessageNews, { words, hidesText }: Telling): Named {
  const { message, kind, names } = news;
  const name = shorten(names.get(message.sender) ?? '', mostOfName);
  const title = shorten(news.title, mostOfName);
  const body = hidesText ? words.hidden : shorten(said(message, { words, names }), mostShown);
  if (kind === Kind.DIRECT) return { title: name, body };
  if (kind === Kind.WHISPER) return { title: fill(words.whisper, { name }), body };
  return { title: fill(words.title, { name, title }), body };
}

interface Saying {
  readonly words: PushWords;
  readonly names: ReadonlyMap<string, string>;
}

function said({ content }: Message, saying: Saying): string {
  const { words } = saying;
  if (content.case === 'text') return plain(content.value, saying);
  if (content.case === 'media') {
    const what = kindOf(content.value, words);
    return content.value.text === '' ? what : `${what} ${plain(content.value.text, saying)}`;
  }
  const kind = content.case === 'card' ? content.value.kind : undefined;
  if (kind?.case === 'poll') return fill(words.poll, { text: kind.value.question });
  return words.unknown;
}

function kindOf({ items }: Attachments, words: PushWords): string {
  const [first] = items;
  const { type = Type.UNSPECIFIED, name = '' } = first?.media ?? {};
  if (isPicture(type)) return words.picture;
  if (first?.voice !== undefined) return words.voice;
  if (type === Type.MP4 || type === Type.WEBM) return words.video;
  return fill(words.file, { text: name });
}

/** Whom it calls by the name that its reader knows. */
function plain(text: string, { names }: Saying): string {
  return text.replaceAll(
    /@\[([^[\]\n]{1,80})\](?:\((usr_[0-9a-z]{1,40})\))?/g,
    (_whole, name: string, id?: string) => `@${(id !== undefined && names.get(id)) || name}`,
  );
}

/** Never half of a surrogate pair. */
function shorten(text: string, most: number): string {
  const characters = Array.from(text.slice(0, most * 2 + 2));
  if (characters.length <= most) return text.toWellFormed();
  return `${characters
    .slice(0, most - 1)
    .join('')
    .toWellFormed()}…`;
}
