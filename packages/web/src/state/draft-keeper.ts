// What is written and not sent, alike on all devices. Loaded apart, after what is shown.
import { Drafts as Kept } from '@hubbub/client/drafts';
import { useEffect, useRef } from 'react';
import { toSent, toWritten } from '../format/calls.ts';
import { t } from '../strings.ts';
import { useAppState, type AppState } from './app-state.ts';
import { emptyDraft, unedited, type Draft } from './drafts.ts';
import { useNames } from './use-client-state.ts';

export default function DraftKeeper(): null {
  const app = useAppState();
  const { name } = useNames();
  const names = useRef(name);
  useEffect(() => {
    names.current = name;
  }, [name]);
  useEffect(() => keep(app, (id) => names.current(id)), [app]);
  return null;
}

function keep({ client, drafts }: AppState, nameOf: (id: string) => string): () => void {
  const kept = new Kept(client);
  let isTaking = false;
  const take = (conversation: string) => {
    const { text, replyTo } = kept.get(conversation);
    const written = toWritten(text, nameOf, t('mention.all'));
    const task = { kind: 'reply', seq: replyTo } as const;
    isTaking = true;
    drafts.take(conversation, { ...written, ...(replyTo > 0 && { task }) });
    isTaking = false;
  };
  for (const conversation of kept.conversations)
    if (drafts.get(conversation) === emptyDraft) take(conversation);
  const stops = [
    kept.subscribe(take),
    drafts.store.subscribe((now, before) => {
      if (isTaking) return;
      for (const conversation of new Set([...now.keys(), ...before.keys()])) {
        const draft = now.get(conversation) ?? emptyDraft;
        if (draft !== before.get(conversation) && client.state.conversation(conversation))
          kept.write(conversation, toKept(draft));
      }
    }),
  ];
  const hide = () => kept.flush();
  document.addEventListener('visibilitychange', hide);
  window.addEventListener('pagehide', hide);
  return () => {
    kept.flush();
    kept.close();
    for (const stop of stops) stop();
    document.removeEventListener('visibilitychange', hide);
    window.removeEventListener('pagehide', hide);
  };
}

function toKept(draft: Draft) {
  const { text, calls, task } = unedited(draft);
  return { text: toSent({ text, calls }).text, replyTo: task?.seq ?? 0 };
}
