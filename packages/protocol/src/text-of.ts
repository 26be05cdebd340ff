import type { Message } from './gen/hubbub/v1/stream_pb.ts';

/** What a message says; '' when it was taken back or holds something else than text. */
export function textOf({ content }: { readonly content: Message['content'] }): string {
  return content.case === 'text' ? content.value : '';
}
