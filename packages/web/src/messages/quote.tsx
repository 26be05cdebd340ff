import type { Message } from '@hubbub/protocol';
import { useCallback, useSyncExternalStore } from 'react';
import { said } from '../state/said.ts';
import { useClient } from '../state/app-state.ts';
import { useNames } from '../state/use-client-state.ts';
import { t } from '../strings.ts';
import { useDesk } from './desk.ts';

interface QuoteProps {
  readonly conversation: string;
  readonly seq: number;
}

/** What a message answers; pressing it goes there. */
export function Quote({ conversation, seq }: QuoteProps) {
  const quoted = useMessage(conversation, seq);
  const desk = useDesk();
  if (!quoted) {
    return <p className="message-quote quiet">{quoted === null ? t('message.hidden') : '…'}</p>;
  }
  return (
    <button type="button" className="message-quote" onClick={() => desk.jump(seq)}>
      <span className="only-read">{t('quote.jump')}</span>
      <Quoted message={quoted} />
    </button>
  );
}

function useMessage(conversation: string, seq: number): Message | null | undefined {
  const { state } = useClient();
  const subscribe = useCallback(
    (changed: () => void) => state.subscribe(`conversation:${conversation}`, changed),
    [state, conversation],
  );
  return useSyncExternalStore(subscribe, () => state.message(conversation, seq));
}

/** Who said it, and its beginning. */
export function Quoted({ message }: { message: Message }) {
  const { name } = useNames();
  return (
    <>
      <bdi className="quote-name">{name(message.sender)}</bdi>
      <span className="quote-text" dir="auto">
        {said(message, name)}
      </span>
    </>
  );
}
