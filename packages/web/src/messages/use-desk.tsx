// Makes the desk of a list: what is done with a message, and the boxes and dialogs that this opens.
import type { ConversationView } from '@hubbub/client';
import type { Conversation, Message } from '@hubbub/protocol';
import { lazy, Suspense, useCallback, useEffect, useMemo, useState, type ReactNode } from 'react';
import { changeMessage } from '../actions/change-message.ts';
import { plainText } from '../format/plain-text.ts';
import { useAppState } from '../state/app-state.ts';
import { noteEmoji } from '../state/recent-emoji.ts';
import { useNames } from '../state/use-client-state.ts';
import { useMe } from '../state/use-session.ts';
import type { ActName } from './acts.ts';
import { copyText } from './copy-text.ts';
import type { Desk, DialogAct, Point } from './desk.ts';
import { loadTools } from './message-frame.tsx';
import { useEdit } from './use-edit-last.ts';
import { useHands, useMine } from './use-steady.ts';
import { placeIn } from './use-place.ts';

const ActMenu = lazy(async () => ({ default: (await loadTools()).ActMenu }));
const SelectBar = lazy(() => import('./select-bar.tsx'));
const Dialogs = lazy(() => import('./dialogs.tsx'));

interface Opened {
  readonly what: 'menu' | DialogAct;
  readonly message: Message;
  readonly at: Point;
}

interface DeskParts {
  readonly view: ConversationView;
  /** Whispers are answered where everything is written. */
  readonly writeTo: (whisper: Conversation) => void;
  readonly jump: (seq: number) => void;
  readonly lit: string | undefined;
}

export function useDeskOf({ view, writeTo, jump, lit }: DeskParts): {
  readonly desk: Desk;
  readonly opened: ReactNode;
} {
  const app = useAppState();
  const me = useMe();
  const edit = useEdit();
  const { name } = useNames();
  const [opened, setOpened] = useState<Opened>();
  const [stop, setStop] = useState<string>();
  const [chosen, setChosen] = useState<ReadonlySet<number>>();
  const close = useCallback(() => setOpened(undefined), []);
  useToolsSoon();
  const find = (id: string) =>
    view.whispers.find(({ conversation }) => conversation.id === id) ?? view;
  const place: Desk['place'] = ({ conversation: id }) => {
    const { conversation } = find(id);
    const role = view.members.find(({ user }) => user === me.id)?.role;
    const standing = placeIn(conversation, { me: me.id, windows: app.client.state.windows });
    return role && conversation === view.conversation ? { ...standing, role } : standing;
  };
  const mine = useMine(view);
  const react: Desk['react'] = (message, emoji) => {
    const on = !mine(message).reactions.includes(emoji);
    if (on) noteEmoji(emoji);
    void changeMessage(app, message, { kind: 'react', emoji, on });
  };
  const begin = (message: Message, task: () => void) => {
    const { conversation } = find(message.conversation);
    if (conversation !== view.conversation) writeTo(conversation);
    task();
  };
  const open = (what: Opened['what'], message: Message, at: Point) =>
    setOpened({ what, message, at });
  const does: Partial<Record<ActName, (message: Message, at: Point) => void>> = {
    reply: (message) =>
      begin(message, () => app.drafts.reply(message.conversation, message.seq ?? 0)),
    edit: (message) => begin(message, () => edit(message)),
    copy: (message) => void copyText(plain(message), app.teller),
    pin: (message) => void changeMessage(app, message, { kind: 'pin', on: true }),
    unpin: (message) => void changeMessage(app, message, { kind: 'pin', on: false }),
    select: (message) => setChosen(new Set([message.seq ?? 0])),
    closePoll: (message) => void changeMessage(app, message, { kind: 'closePoll' }),
  };
  const plain = ({ content }: Message) =>
    content.case === 'text' ? plainText(content.value, name) : '';
  const act: Desk['act'] = (what, message, at) => {
    const known = does[what];
    if (known) known(message, at);
    else open(what as DialogAct, message, at);
  };
  const openMenu: Desk['openMenu'] = (message, at) => open('menu', message, at);
  const choose: Desk['choose'] = ({ seq = 0, conversation }) => {
    if (conversation === view.conversation.id) setChosen((old) => toggled(old, seq));
  };
  const hands = useHands({ place, react, act, openMenu, jump, choose });
  const desk = useMemo<Desk>(
    () => ({ ...hands, mine, stop, setStop, lit, chosen }),
    [hands, mine, stop, lit, chosen],
  );
  const isMenu = opened?.what === 'menu';
  return {
    desk,
    opened: (
      <Suspense>
        {chosen && <SelectBar view={view} desk={desk} stop={() => setChosen(undefined)} />}
        {opened && isMenu ? (
          <ActMenu message={opened.message} at={opened.at} close={close} />
        ) : (
          opened && <Dialogs {...opened} what={opened.what as DialogAct} close={close} />
        )}
      </Suspense>
    ),
  };
}

function toggled(old: ReadonlySet<number> | undefined, seq: number): ReadonlySet<number> {
  const next = new Set(old);
  if (!next.delete(seq)) next.add(seq);
  return next;
}

/** The toolbar is there before somebody reaches for it, also when the connection is gone by then. */
function useToolsSoon(): void {
  useEffect(() => {
    const timer = setTimeout(() => void loadTools().catch(() => undefined), 500);
    return () => clearTimeout(timer);
  }, []);
}
