// What a user does with moments. Each ends when the server has answered.
import type { Client } from '@hubbub/client';
import type { Audience_Kind, Moment } from '@hubbub/protocol';
import type { ChangeMoment } from './use-moments.ts';

export interface NewMoment {
  readonly text: string;
  readonly media: readonly string[];
  readonly audience: {
    readonly kind: Audience_Kind;
    readonly users: readonly string[];
    readonly tags: readonly string[];
  };
}

export async function post(client: Client, moment: NewMoment): Promise<void> {
  const { text, media, audience } = moment;
  const { kind, users, tags } = audience;
  await client.call('moment.post', {
    text,
    media: [...media],
    audience: { kind, users: [...users], tags: [...tags] },
  });
}

export async function deleteMoment(client: Client, moment: string): Promise<void> {
  await client.call('moment.delete', { moment });
}

interface NewComment {
  readonly moment: string;
  readonly text: string;
  readonly replyTo: string;
}

export async function comment(client: Client, what: NewComment): Promise<void> {
  await client.call('moment.comment', what);
}

export async function deleteComment(
  client: Client,
  what: { readonly moment: string; readonly comment: string },
): Promise<void> {
  await client.call('moment.deleteComment', what);
}

/** Shown at once; taken back when the server does not take it. */
export async function like(
  client: Client,
  { moment, me, change }: { moment: Moment; me: string; change: ChangeMoment },
): Promise<void> {
  const isLiked = !moment.liked;
  change(moment.id, (old) => liked(old, me, isLiked));
  try {
    await client.call('moment.like', { moment: moment.id, like: isLiked });
  } catch (error) {
    change(moment.id, (old) => liked(old, me, !isLiked));
    throw error;
  }
}

export function liked(moment: Moment, me: string, isLiked: boolean): Moment {
  if (moment.liked === isLiked) return moment;
  const others = moment.likes.filter((user) => user !== me);
  return {
    ...moment,
    liked: isLiked,
    likes: isLiked ? [...others, me] : others,
    likeCount: moment.likeCount + (isLiked ? 1 : -1),
  };
}

/** The moment as it is now; undefined when it is gone. */
export async function readMoment(client: Client, moment: string): Promise<Moment | undefined> {
  return (await client.call('moment.get', { moment })).moment;
}
