// What a user does to messages. Each is shown at once; a refusal takes it back and is said in words.
import type { Client } from '@hubbub/client';
import type { Message } from '@hubbub/protocol';
import type { AppState } from '../state/app-state.ts';
import type { Step } from '../state/unconfirmed.ts';
import { failureText } from './failure.ts';

/** Events of other streams come a little after the reply; by then the rows show it themselves. */
const settleMs = 2000;

/** @returns whether the server took it */
export async function changeMessage(
  { client, unconfirmed, teller }: AppState,
  message: Message,
  step: Step,
): Promise<boolean> {
  const remove = unconfirmed.add({ message, step, by: client.user?.id ?? '' });
  try {
    await perform(client, message, step);
    setTimeout(remove, settleMs);
    return true;
  } catch (error) {
    remove();
    teller.tell(failureText(error));
    return false;
  }
}

async function perform(client: Client, message: Message, step: Step): Promise<void> {
  const { conversation } = message;
  const seq = message.seq ?? 0;
  const name = { conversation, seq };
  switch (step.kind) {
    case 'react':
      await client.call('message.react', { ...name, emoji: step.emoji, on: step.on });
      return;
    case 'edit': {
      const { text, mentions, mentionsAll } = step;
      const content = { case: 'text', value: text } as const;
      await client.call('message.edit', { ...name, content, mentions, mentionsAll });
      return;
    }
    case 'pin':
      await client.call(step.on ? 'message.pin' : 'message.unpin', name);
      return;
    case 'vote':
      await client.call('message.vote', { ...name, options: step.options });
      return;
    case 'closePoll':
      await client.call('message.closePoll', name);
      return;
    case 'recall':
      await client.call('message.recall', name);
      return;
    case 'delete':
      await client.call('message.delete', { conversation, seqs: [seq] });
  }
}
