import type { SentMedia } from '@hubbub/client';
import {
  lazy,
  Suspense,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
  type FormEvent,
  type KeyboardEvent,
} from 'react';
import { AttachButton } from '../attachments/attach-button.tsx';
import { sendAttached } from '../attachments/send-attached.ts';
import { useAttachments } from '../attachments/use-attachments.ts';
import { useDrop } from '../attachments/use-drop.ts';
import { useStore } from 'zustand';
import { changeMessage } from '../actions/change-message.ts';
import { reasonText } from '../actions/failure.ts';
import { toSent } from '../format/calls.ts';
import { ComposerTask } from '../messages/composer-task.tsx';
import { ComposerTools } from '../messages/composer-tools.tsx';
import { useCompletion } from '../messages/use-completion.tsx';
import { useEditLast } from '../messages/use-edit-last.ts';
import { emptyDraft, type Draft } from '../state/drafts.ts';
import { isComposing, isPressed } from '../keys.ts';
import { useAppState } from '../state/app-state.ts';
import { useShortcut } from '../state/shortcuts.ts';
import { t } from '../strings.ts';
import { Icon } from './icon.tsx';

const VoiceButton = lazy(() => import('../voice/voice-button.tsx'));
const Tray = lazy(() => import('../attachments/tray.tsx'));

/** Only pages of safe origins are given a microphone. */
const canSpeak = 'mediaDevices' in navigator;
const mostCharacters = 8000;
const warnCharacters = 500;

interface ComposerProps {
  readonly conversation: string;
  readonly title: string;
  /** Does not take the focus: something else on the page needs the keys. */
  readonly isQuiet?: boolean;
  /** Set while what is written is for some only. */
  readonly whisper?: { readonly names: string; readonly stop: () => void } | undefined;
}

/** Enter sends, Shift+Enter breaks the line; while an input method composes, Enter belongs to it. */
export function Composer({ conversation, title, isQuiet = false, whisper }: ComposerProps) {
  const app = useAppState();
  const { drafts, live } = app;
  const draft = useStore(drafts.store, (all) => all.get(conversation) ?? emptyDraft);
  const { text, task, calls } = draft;
  const [caret, setCaret] = useState(text.length);
  const input = useRef<HTMLTextAreaElement>(null);
  const placeCaret = usePlaceCaret(input);
  const form = useRef<HTMLFormElement>(null);
  const attached = useAttachments();
  useDrop(form, attached.add);
  const sent = toSent({ text: text.trim(), calls });
  const left = mostCharacters - characters(sent.text);
  // An edited message keeps what it holds; what is attached waits for the next one.
  const isAttaching = attached.all.length > 0 && task?.kind !== 'edit';
  const isSendable = left >= 0 && (isAttaching ? attached.isReady : sent.text !== '');
  const editLast = useEditLast(conversation);
  const put = (from: number, { text: word, to }: { text: string; to?: string }) => {
    const said = to ? `@${word} ` : `${word} `;
    const next = to ? [...calls.filter((one) => one.to !== to), { name: word, to }] : calls;
    drafts.write(conversation, {
      text: text.slice(0, from) + said + text.slice(caret),
      calls: next,
    });
    setCaret(from + said.length);
    placeCaret(from + said.length);
  };
  const completion = useCompletion({ conversation, before: text.slice(0, caret), put });
  useGrowing(input, text);
  useFocusWithMouse(input, isQuiet);
  useFocusOnTask(input, task);
  useShortcut('composer.focus', () => input.current?.focus());

  const send = () => {
    if (!isSendable) return;
    submitDraft(app, { conversation, draft, media: isAttaching ? attached.take() : [] });
    live.rest(conversation);
    input.current?.focus();
  };
  const stop = () => drafts.end(conversation, true);
  const onKey = (event: KeyboardEvent) => {
    if (isComposing(event.nativeEvent) || completion.onKey(event)) return;
    if (isPressed('composer.giveUp', event) && task) stop();
    else if (isPressed('composer.editLast', event) && text === '' && !task) editLast();
    else if (isPressed('composer.send', event)) send();
    else return;
    event.preventDefault();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    send();
  };

  const isEditing = task?.kind === 'edit';
  const isSpeaking = canSpeak && text === '' && !isEditing && attached.all.length === 0;
  const submitButton = (
    <button
      type="submit"
      className="icon-button composer-send"
      aria-label={t(isEditing ? 'composer.save' : 'composer.send')}
      disabled={!isSendable}
    >
      <Icon name={isEditing ? 'check' : 'send'} />
    </button>
  );

  return (
    <>
      {(attached.all.length > 0 || attached.problem !== '') && (
        <Suspense>
          <Tray attachments={attached} />
        </Suspense>
      )}
      <form
        ref={form}
        className={`composer ${whisper ? 'composer-whisper' : ''}`}
        onSubmit={submit}
      >
        {whisper && (
          <p className="composer-to">
            <Icon name="whisper" />
            <span>{t('whisper.to', { names: whisper.names })}</span>
            <button
              type="button"
              className="icon-button"
              aria-label={t('whisper.stop')}
              onClick={whisper.stop}
            >
              <Icon name="close" />
            </button>
          </p>
        )}
        {task && <ComposerTask conversation={conversation} task={task} stop={stop} />}
        {completion.box}
        <AttachButton add={attached.add} />
        <ComposerTools
          conversation={conversation}
          isWhisper={whisper !== undefined}
          insert={(emoji) => put(caret, { text: emoji })}
        />
        <textarea
          ref={input}
          className="input composer-input"
          rows={1}
          value={text}
          aria-label={
            whisper ? t('whisper.to', { names: whisper.names }) : t('composer.label', { title })
          }
          aria-invalid={left < 0}
          placeholder={t('composer.placeholder')}
          enterKeyHint="send"
          dir="auto"
          {...completion.input}
          onSelect={({ currentTarget }) => setCaret(currentTarget.selectionStart)}
          onChange={({ target }) => {
            setCaret(target.selectionStart);
            drafts.write(conversation, { text: target.value, calls });
            if (target.value === '') live.rest(conversation);
            else if (!task) live.write(conversation);
          }}
          onKeyDown={onKey}
        />
        {canSpeak && (
          <Suspense fallback={isSpeaking && submitButton}>
            <VoiceButton
              key={conversation}
              conversation={conversation}
              isShown={isSpeaking}
              replyTo={task?.seq}
              spoken={() => drafts.end(conversation, false)}
            />
          </Suspense>
        )}
        {!isSpeaking && submitButton}
        <output className={`composer-left ${left < 0 ? 'composer-over' : ''}`}>
          {left < 0 && t('composer.over', { count: -left })}
          {left >= 0 && left <= warnCharacters && t('composer.left', { count: left })}
        </output>
      </form>
    </>
  );
}

/** Where writing goes on after something was put in: at once, as the next key may come before the next frame. */
function usePlaceCaret(input: { current: HTMLTextAreaElement | null }): (at: number) => void {
  const [place, setPlace] = useState<{ readonly at: number }>();
  useLayoutEffect(() => {
    if (!place) return;
    input.current?.focus();
    input.current?.setSelectionRange(place.at, place.at);
  }, [input, place]);
  return (at) => setPlace({ at });
}

interface Submitted {
  readonly conversation: string;
  readonly draft: Draft;
  readonly media: readonly SentMedia[];
}

/** Sends what was written, or gives a message its other text. */
function submitDraft(
  app: ReturnType<typeof useAppState>,
  { conversation, draft, media }: Submitted,
): void {
  const { client, drafts } = app;
  const { task, calls } = draft;
  // A lone half of a surrogate pair, as a broken paste leaves it, would be refused.
  const { text, mentions, mentionsAll } = toSent({ text: draft.text.trim().toWellFormed(), calls });
  if (task?.kind !== 'edit') {
    drafts.end(conversation, false);
    const options = {
      ...(task && { replyTo: task.seq }),
      ...(mentions.length > 0 && { mentions }),
      ...(mentionsAll && { mentionsAll }),
    };
    if (media.length > 0) sendAttached(client, conversation, { text, media, options });
    else client.send(conversation, text, options);
    return;
  }
  const message = client.state.message(conversation, task.seq);
  // Taken back meanwhile: what was written stays, to be sent otherwise.
  if (message?.recalled) return app.teller.tell(reasonText('RECALLED'));
  drafts.end(conversation, false);
  if (!message || message.content.value === text) return;
  const step = { kind: 'edit', text, mentions, mentionsAll } as const;
  void changeMessage(app, message, step).then((isTaken) => {
    // Nothing that was written is lost.
    if (!isTaken && drafts.get(conversation) === emptyDraft)
      drafts.edit(conversation, task.seq, draft);
  });
}

/** As the contract counts them: code points. */
function characters(text: string): number {
  let count = 0;
  for (let at = 0; at < text.length; at += (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1) count += 1;
  return count;
}

function useGrowing(input: { current: HTMLTextAreaElement | null }, text: string): void {
  useLayoutEffect(() => {
    if (input.current) fitHeight(input.current);
  }, [input, text]);
}

function fitHeight(element: HTMLTextAreaElement): void {
  element.style.height = 'auto';
  element.style.height = `${element.scrollHeight + element.offsetHeight - element.clientHeight}px`;
}

/** Ready to write at once, but no keyboard jumps up on a phone. */
function useFocusWithMouse(input: { current: HTMLTextAreaElement | null }, isQuiet: boolean): void {
  useEffect(() => {
    const element = input.current;
    if (!element || isQuiet || !matchMedia('(hover: hover) and (pointer: fine)').matches) return;
    element.focus();
    // What was begun before goes on where it ended.
    element.setSelectionRange(element.value.length, element.value.length);
  }, [input, isQuiet]);
}

/** Whoever answers or edits writes next, at the end of what is there. */
function useFocusOnTask(input: { current: HTMLTextAreaElement | null }, task: Draft['task']): void {
  useEffect(() => {
    const element = input.current;
    if (!task || !element) return;
    element.focus();
    element.setSelectionRange(element.value.length, element.value.length);
  }, [input, task]);
}
