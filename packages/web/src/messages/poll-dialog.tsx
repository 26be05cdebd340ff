import { randomKey } from '@hubbub/client';
import { useState, type FormEvent } from 'react';
import { Dialog } from '../components/dialog.tsx';
import { DialogActions, Field, Problem } from '../components/form.tsx';
import { Icon } from '../components/icon.tsx';
import { useTask } from '../components/use-task.ts';
import { useClient } from '../state/app-state.ts';
import { t } from '../strings.ts';

const fewest = 2;
const most = 12;

interface PollDialogProps {
  readonly conversation: string;
  readonly close: () => void;
}

/** Asks a conversation something. */
export default function PollDialog({ conversation, close }: PollDialogProps) {
  const client = useClient();
  const task = useTask();
  const [question, setQuestion] = useState('');
  const [options, setOptions] = useState<readonly string[]>(['', '']);
  const [multiple, setMultiple] = useState(false);
  // The same key for every try: it is asked once.
  const [clientMsgId] = useState(randomKey);
  const texts = options.map((text) => text.trim().toWellFormed()).filter((text) => text !== '');
  const isTwice = new Set(texts).size < texts.length;
  const isReady = question.trim() !== '' && texts.length >= fewest && !isTwice;
  const put = (at: number, text: string) => setOptions(options.with(at, text));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    // The composer is around it, and would send what is written there.
    event.stopPropagation();
    if (!isReady) return;
    task.run(async () => {
      const value = {
        question: question.trim().toWellFormed(),
        options: texts.map((text) => ({ text })),
        multiple,
      };
      const content = { case: 'card', value: { kind: { case: 'poll', value } } } as const;
      await client.call('message.send', { conversation, clientMsgId, content });
      close();
    });
  };
  return (
    <Dialog title={t('poll.create')} close={close}>
      <form onSubmit={submit} className="poll-form">
        <Field
          label={t('poll.question')}
          value={question}
          maxLength={300}
          required
          onChange={({ target }) => setQuestion(target.value)}
        />
        <fieldset className="poll-fields">
          <legend>{t('poll.options')}</legend>
          {options.map((text, at) => (
            // oxlint-disable-next-line react/no-array-index-key -- options have a place and no other name
            <p key={at} className="poll-field">
              <input
                className="input"
                aria-label={t('poll.optionAt', { at: at + 1 })}
                value={text}
                maxLength={100}
                onChange={({ target }) => put(at, target.value)}
              />
              {options.length > fewest && (
                <button
                  type="button"
                  className="icon-button"
                  aria-label={t('poll.removeOption', { at: at + 1 })}
                  onClick={() => setOptions(options.toSpliced(at, 1))}
                >
                  <Icon name="close" />
                </button>
              )}
            </p>
          ))}
          {options.length < most && (
            <button
              type="button"
              className="link-button"
              onClick={() => setOptions([...options, ''])}
            >
              {t('poll.addOption')}
            </button>
          )}
        </fieldset>
        <label className="choice">
          <input
            type="checkbox"
            checked={multiple}
            onChange={({ target }) => setMultiple(target.checked)}
          />
          {t('poll.multiple')}
        </label>
        <p className="hint">{t('poll.secret')}</p>
        <Problem text={isTwice ? t('poll.twice') : task.problem} />
        <DialogActions close={close}>
          <button type="submit" className="button button-main" disabled={task.busy || !isReady}>
            {t('poll.ask')}
          </button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
