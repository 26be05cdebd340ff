import type { MessageContent } from '../rules/message.ts';

/**
 * What hooks are told that a message says: its text; of a poll the question and the options, a line each; of
 * what it holds the words beside it.
 */
export function wordsOf(content: MessageContent): string {
  if (content.case === 'text') return content.value;
  if (content.case === 'media') return content.value.text;
  if (content.case !== 'card' || content.value.kind.case !== 'poll') return '';
  const { question, options } = content.value.kind.value;
  return [question, ...options.map(({ text }) => text)].join('\n');
}
