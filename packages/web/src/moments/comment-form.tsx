import type { Moment, MomentComment } from '@hubbub/protocol';
import { useEffect, useRef, type FormEvent, type KeyboardEvent } from 'react';
import { Problem, textOf } from '../components/form.tsx';
import { Icon } from '../components/icon.tsx';
import { useTask } from '../components/use-task.ts';
import { isPressed } from '../keys.ts';
import { useClient } from '../state/app-state.ts';
import { useNames } from '../state/use-client-state.ts';
import { t } from '../strings.ts';
import { comment } from './actions.ts';

interface CommentFormProps {
  readonly moment: Moment;
  readonly replyTo: MomentComment | undefined;
  readonly done: () => Promise<void>;
  readonly cancel: () => void;
}

/** One line. Escape gives it up, and the focus goes back to where it was. */
export function CommentForm({ moment, replyTo, done, cancel }: CommentFormProps) {
  const client = useClient();
  const { name } = useNames();
  const task = useTask();
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    input.current?.focus();
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  const label = replyTo
    ? t('moment.replyLabel', { name: name(replyTo.author) })
    : t('moment.commentLabel', { name: name(moment.author) });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const text = textOf(new FormData(event.currentTarget), 'text').trim().toWellFormed();
    if (!text) return;
    task.run(async () => {
      await comment(client, { moment: moment.id, text, replyTo: replyTo?.id ?? '' });
      await done();
    });
  };
  const onKey = (event: KeyboardEvent) => {
    if (isPressed('close', event)) cancel();
  };
  return (
    <>
      <form className="comment-form" onSubmit={submit}>
        <input
          ref={input}
          name="text"
          className="input"
          aria-label={label}
          placeholder={label}
          maxLength={1000}
          autoComplete="off"
          enterKeyHint="send"
          dir="auto"
          onKeyDown={onKey}
        />
        <button
          type="submit"
          className="icon-button composer-send"
          aria-label={t('moment.send')}
          disabled={task.busy}
        >
          <Icon name="send" />
        </button>
      </form>
      <Problem text={task.problem} />
    </>
  );
}
