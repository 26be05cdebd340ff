// Several pictures make one message, each other file one of its own; the words stand with the first.
import type { Client, SendOptions, SentMedia } from '@hubbub/client';
import { Media_Type as Type } from '@hubbub/protocol';

const pictures: ReadonlySet<Type> = new Set([Type.PNG, Type.JPEG, Type.WEBP, Type.GIF]);

export function isPicture({ type }: Pick<SentMedia, 'type'>): boolean {
  return pictures.has(type);
}

/** In the order in which they are sent. */
export function messagesOf(media: readonly SentMedia[]): readonly (readonly SentMedia[])[] {
  const shown = media.filter(isPicture);
  const others = media.filter((one) => !isPicture(one)).map((one) => [one]);
  return shown.length > 0 ? [shown, ...others] : others;
}

interface Said {
  readonly text: string;
  readonly media: readonly SentMedia[];
  /** Of the first message. */
  readonly options: SendOptions;
}

export function sendAttached(client: Client, conversation: string, said: Said): void {
  const { text, media, options } = said;
  for (const [at, part] of messagesOf(media).entries())
    client.send(conversation, at === 0 ? text : '', { ...(at === 0 && options), media: part });
}
