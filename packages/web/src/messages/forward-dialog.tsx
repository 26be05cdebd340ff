import { randomKey } from '@hubbub/client';
import { Conversation_Kind } from '@hubbub/protocol';
import { useState, type FormEvent } from 'react';
import { Avatar } from '../components/avatar.tsx';
import { Dialog } from '../components/dialog.tsx';
import { DialogActions, Problem } from '../components/form.tsx';
import { useTask } from '../components/use-task.ts';
import { useAppState } from '../state/app-state.ts';
import { useFace } from '../state/conversation-title.ts';
import { useChats } from '../state/use-client-state.ts';
import { t } from '../strings.ts';

/** As the contract bounds them. */
const mostMessages = 20;
const mostTargets = 10;

interface ForwardDialogProps {
  readonly conversation: string;
  readonly seqs: readonly number[];
  readonly close: () => void;
  readonly done?: () => void;
}

/** Says messages again in other conversations, with a word of one's own if one likes. */
export default function ForwardDialog({ conversation, seqs, close, done }: ForwardDialogProps) {
  const { client, teller } = useAppState();
  const chats = useChats();
  const face = useFace();
  const task = useTask();
  const [query, setQuery] = useState('');
  const [to, setTo] = useState<readonly string[]>([]);
  const [comment, setComment] = useState('');
  const [clientKey] = useState(randomKey);
  const isTooMany = seqs.length > mostMessages;
  const words = query.trim().toLocaleLowerCase();
  const shown = chats
    .map((entry) => ({
      id: entry.conversation.id,
      kind: entry.conversation.kind,
      face: face(entry.conversation),
    }))
    .filter(({ face: { title } }) => title.toLocaleLowerCase().includes(words));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (to.length === 0 || isTooMany) return;
    task.run(async () => {
      const asked = { conversation, seqs: [...seqs], to: [...to], clientKey };
      await client.call('message.forward', asked);
      const text = comment.trim().toWellFormed();
      if (text) for (const id of to) client.send(id, text);
      teller.note(t('forward.done', { count: to.length }));
      done?.();
      close();
    });
  };
  const toggle = (id: string) =>
    setTo(to.includes(id) ? to.filter((one) => one !== id) : [...to, id]);
  return (
    <Dialog title={t('forward.title')} close={close}>
      <form onSubmit={submit}>
        <input
          type="search"
          className="input"
          aria-label={t('forward.search')}
          placeholder={t('forward.search')}
          value={query}
          onChange={({ target }) => setQuery(target.value)}
        />
        <fieldset className="choices forward-choices">
          <legend className="only-read">{t('forward.to')}</legend>
          {shown.map(({ id, kind, face: { id: faceId, title } }) => (
            <label key={id} className="choice">
              <input
                type="checkbox"
                checked={to.includes(id)}
                disabled={!to.includes(id) && to.length >= mostTargets}
                onChange={() => toggle(id)}
              />
              <Avatar
                id={faceId}
                name={title}
                size="small"
                room={kind === Conversation_Kind.ROOM}
              />
              <bdi>{title}</bdi>
            </label>
          ))}
          {shown.length === 0 && <p className="quiet">{t('forward.none')}</p>}
        </fieldset>
        <input
          className="input"
          aria-label={t('forward.comment')}
          placeholder={t('forward.comment')}
          value={comment}
          maxLength={2000}
          onChange={({ target }) => setComment(target.value)}
        />
        <Problem text={isTooMany ? t('forward.tooMany', { most: mostMessages }) : task.problem} />
        <DialogActions close={close}>
          <button
            type="submit"
            className="button button-main"
            disabled={task.busy || to.length === 0 || isTooMany}
          >
            {t('act.forward')}
          </button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
