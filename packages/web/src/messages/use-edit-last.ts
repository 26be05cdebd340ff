import { useAppState } from '../state/app-state.ts';
import { useNames } from '../state/use-client-state.ts';
import { toWritten } from '../format/calls.ts';
import { t } from '../strings.ts';
import { isOffered } from './acts.ts';
import { placeIn } from './use-place.ts';
import { useMe } from '../state/use-session.ts';
import type { Message } from '@hubbub/protocol';

/** Begins to edit a message: its text is in the composer. */
export function useEdit(): (message: Message) => void {
  const { drafts } = useAppState();
  const { name } = useNames();
  return ({ conversation, seq = 0, content }) => {
    if (content.case !== 'text') return;
    drafts.edit(conversation, seq, toWritten(content.value, name, t('mention.all')));
  };
}

/** Begins to edit the newest message of one's own that may still be edited. */
export function useEditLast(conversation: string): () => void {
  const { client } = useAppState();
  const me = useMe();
  const edit = useEdit();
  return () => {
    const view = client.state.conversation(conversation);
    if (!view) return;
    const place = placeIn(view.conversation, { me: me.id, windows: client.state.windows });
    const last = view.messages.findLast((message) => isOffered('edit', message, place));
    if (last) edit(last);
  };
}
