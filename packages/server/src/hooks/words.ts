import type { MessageContent } from '../rules/message.ts';

/** What hooks are told that a message says: its text; of a poll the question and the options, a line each. */
export function wordsOf(content: MessageContent): string {
  if (content.case === 'text') return content.value;
  if (content.case !== 'card' || content.value.kind.case !== 'poll') return '';
  const { question, options } = content.value.kind.value;
  return [question, ...options.map(({ text }) => text)].join('\n');
}
