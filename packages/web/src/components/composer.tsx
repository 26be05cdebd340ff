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
import { isPressed } from '../keys.ts';
import { useAppState } from '../state/app-state.ts';
import { useShortcut } from '../state/shortcuts.ts';
import { t } from '../strings.ts';
import { Icon } from './icon.tsx';

const Tray = lazy(() => import('../attachments/tray.tsx'));

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
  const { client, drafts } = useAppState();
  const [text, setText] = useState(() => drafts.get(conversation));
  const input = useRef<HTMLTextAreaElement>(null);
  const form = useRef<HTMLFormElement>(null);
  const attached = useAttachments();
  const isSendable = attached.all.length > 0 ? attached.isReady : text.trim() !== '';
  useDrop(form, attached.add);
  const left = mostCharacters - characters(text);
  useEffect(() => drafts.set(conversation, text), [drafts, conversation, text]);
  useGrowing(input, text);
  useFocusWithMouse(input, isQuiet);
  useShortcut('composer.focus', () => input.current?.focus());

  const send = () => {
    if (!isSendable || left < 0) return;
    // A lone half of a surrogate pair, as a broken paste leaves it, would be refused.
    const said = text.trim().toWellFormed();
    const media = attached.take();
    if (media.length > 0) sendAttached(client, conversation, { text: said, media, options: {} });
    else client.send(conversation, said);
    setText('');
    input.current?.focus();
  };
  const onKey = (event: KeyboardEvent) => {
    if (!isPressed('composer.send', event) || isComposing(event)) return;
    event.preventDefault();
    send();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    send();
  };

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
        <AttachButton add={attached.add} />
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
          onChange={(event) => setText(event.target.value)}
          onKeyDown={onKey}
        />
        <button
          type="submit"
          className="icon-button composer-send"
          aria-label={t('composer.send')}
          disabled={!isSendable || left < 0}
        >
          <Icon name="send" />
        </button>
        <output className={`composer-left ${left < 0 ? 'composer-over' : ''}`}>
          {left < 0 && t('composer.over', { count: -left })}
          {left >= 0 && left <= warnCharacters && t('composer.left', { count: left })}
        </output>
      </form>
    </>
  );
}

// Safari ends the composition before it reports the Enter that ended it; 229 is how that Enter is known.
function isComposing({ nativeEvent }: KeyboardEvent): boolean {
  return nativeEvent.isComposing || nativeEvent.keyCode === 229;
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
    if (!isQuiet && matchMedia('(hover: hover) and (pointer: fine)').matches)
      input.current?.focus();
  }, [input, isQuiet]);
}
