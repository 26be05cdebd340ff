// Tells of new messages outside the page. Of several tabs one speaks: who holds the lock. It waits a moment, so that what is
// read meanwhile, in another tab or on another device, is not told.
import type { Message } from '@hubbub/protocol';
import { useEffect, useRef, useState, type RefObject } from 'react';
import { useLocation } from 'wouter';
import { useStore } from 'zustand';
import { useAppState } from '../state/app-state.ts';
import { otherOf, useFace } from '../state/conversation-title.ts';
import { said } from '../state/said.ts';
import { hasAttention } from '../state/attention.ts';
import { useInbox, useNames } from '../state/use-client-state.ts';
import { useMe, useSession } from '../state/use-session.ts';
import { t } from '../strings.ts';
import { knownOf, newsSince, outdated, type Known, type Look, type NewsItem } from './news.ts';
import { chime, show, takeBack } from './show.ts';
import { usePush } from './use-push.ts';

/** Longer than a message in sight takes to count as read on the server. */
const waitMs = 1200;

export default function Notifier() {
  const { notifications } = useAppState();
  const isSpeaking = useSpeaking();
  useEffect(() => notifications.follow(), [notifications]);
  return isSpeaking ? <Speaking /> : null;
}

function useSpeaking(): boolean {
  const me = useMe();
  const [isSpeaking, setSpeaking] = useState(false);
  useEffect(() => {
    const ended = new AbortController();
    const held = new Promise<void>((resolve) =>
      ended.signal.addEventListener('abort', () => resolve()),
    );
    const hold = async () => {
      if (!ended.signal.aborted) setSpeaking(true);
      await held;
    };
    navigator.locks
      .request(`hubbub.notifications.${me.id}`, { signal: ended.signal }, hold)
      // Given up before it was this tab's turn.
      .catch(() => undefined);
    return () => ended.abort();
  }, [me.id]);
  return isSpeaking;
}

function Speaking() {
  usePush();
  const look = useLook();
  const { status } = useSession();
  const tell = useTell();
  const known = useRef<Known>(undefined);
  const told = useRef(new Map<string, Message>());
  const newest = useRef(look);
  const [, navigate] = useLocation();
  useEffect(() => {
    newest.current = look;
    // What came before this tab was whole is shown, not told.
    if (status === 'online') known.current ??= knownOf(look);
  }, [look, status]);
  useEffect(() => {
    if (!known.current || newsSince(known.current, look).length === 0) return undefined;
    const timer = setTimeout(() => {
      const news = newsSince(known.current ?? new Map(), newest.current);
      known.current = knownOf(newest.current);
      for (const item of news.filter((one) => !isInView(one))) {
        tell(item, navigate);
        told.current.set(item.place, item.message);
      }
    }, waitMs);
    return () => clearTimeout(timer);
  }, [look, tell, navigate]);
  useTakingBack(look, told);
  return null;
}

function useLook(): Look {
  const { client } = useAppState();
  const inbox = useInbox();
  const me = useMe();
  const [look, setLook] = useState<Look>(() => make());
  if (look.inbox !== inbox) setLook(make());
  return look;

  function make(): Look {
    return {
      inbox,
      me: me.id,
      whispersOf: (room) => client.state.conversation(room)?.whispers ?? [],
    };
  }
}

type Tell = (item: NewsItem, open: (path: string) => void) => void;

function useTell(): Tell {
  const me = useMe();
  const face = useFace();
  const { name } = useNames();
  const { showsText, hasSound } = useStore(useAppState().notifications.store);
  const parts = useRef({ me, face, name, showsText, hasSound });
  useEffect(() => {
    parts.current = { me, face, name, showsText, hasSound };
  });
  const [tell] = useState(() => (item: NewsItem, open: (path: string) => void) => {
    const { me: own, face: faceOf, name: nameOf, ...chosen } = parts.current;
    const { conversation, message, place, count } = item;
    const isDirect = otherOf(conversation, own.id) !== undefined;
    const who = nameOf(message.sender);
    const text = chosen.showsText ? said(message, nameOf) : t('notify.hidden', { count });
    const title = isDirect
      ? who
      : t('notify.title', { name: who, title: faceOf(conversation).title });
    show(
      {
        place,
        title: isWhisper(item) ? t('notify.whisper', { name: who }) : title,
        body: text,
        seq: message.seq ?? 0,
      },
      () => open(`/c/${place}`),
    ).catch(() => undefined);
    if (chosen.hasSound) chime().catch(() => undefined);
  });
  return tell;
}

/** What was read, here or elsewhere, disappears from the system's list too, and so does what nobody may read any more. */
function useTakingBack({ inbox }: Look, told: RefObject<Map<string, Message>>): void {
  const { client } = useAppState();
  const unread = useRef<ReadonlySet<string>>(new Set());
  useEffect(() => {
    for (const place of outdated(told.current, (id, seq) => client.state.message(id, seq))) {
      told.current.delete(place);
      takeBack(place).catch(() => undefined);
    }
  }, [inbox, client, told]);
  useEffect(() => {
    const now = new Set(
      inbox
        .filter((entry) => entry.unread + entry.whispersUnread > 0)
        .map(({ conversation }) => conversation.id),
    );
    for (const id of unread.current) {
      if (now.has(id)) continue;
      told.current.delete(id);
      takeBack(id).catch(() => undefined);
    }
    unread.current = now;
  }, [inbox, told]);
}

function isInView({ place }: NewsItem): boolean {
  return hasAttention() && location.pathname === `/c/${place}`;
}

function isWhisper({ place, conversation }: NewsItem): boolean {
  return place !== conversation.id && conversation.parent === place;
}
