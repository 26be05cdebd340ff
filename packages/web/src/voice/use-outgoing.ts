// Voice messages on their way to the server, one after the other, also when their conversation is not open any more.
import { useEffect, useRef, useState } from 'react';
import { failureText } from '../actions/failure.ts';
import { uploadPatiently } from '../attachments/patient-upload.ts';
import { useAppState } from '../state/app-state.ts';
import { t } from '../strings.ts';
import type { Spoken } from './recording.ts';

interface Outgoing extends Spoken {
  /** seq of the message that it answers. */
  readonly replyTo: number | undefined;
}

export interface UseOutgoing {
  readonly sending: number;
  readonly failed: { readonly reason: string; retry(): void; discard(): void } | undefined;
  readonly send: (spoken: Outgoing) => void;
}

export function useOutgoing(conversation: string): UseOutgoing {
  const { client, teller } = useAppState();
  const [sending, setSending] = useState(0);
  const [failure, setFailure] = useState<{ reason: string; spoken: Outgoing }>();
  const isGone = useRef(false);
  const last = useRef(Promise.resolve());
  useEffect(() => {
    isGone.current = false;
    return () => {
      isGone.current = true;
    };
  }, []);

  const deliver = async (spoken: Outgoing) => {
    const { file, durationMs, loudness, replyTo } = spoken;
    try {
      const { signal } = new AbortController();
      const uploaded = await uploadPatiently(client, file, { signal });
      const { id, type, size, width, height, name } = uploaded;
      const media = { id, type, size, width, height, name, voice: { durationMs, loudness } };
      client.send(conversation, '', { media: [media], ...(replyTo && { replyTo }) });
    } catch (error) {
      const reason = failureText(error);
      if (isGone.current) teller.tell(t('voice.failed', { reason }));
      else setFailure({ reason, spoken });
    }
    setSending((count) => count - 1);
  };
  const send = (spoken: Outgoing) => {
    setFailure(undefined);
    setSending((count) => count + 1);
    last.current = last.current.then(() => deliver(spoken));
  };
  return {
    sending,
    failed: failure && {
      reason: failure.reason,
      retry: () => send(failure.spoken),
      discard: () => setFailure(undefined),
    },
    send,
  };
}
