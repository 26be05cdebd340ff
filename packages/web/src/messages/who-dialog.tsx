import type { Message, Reaction } from '@hubbub/protocol';
import { useEffect, useState } from 'react';
import { failureText } from '../actions/failure.ts';
import { Avatar } from '../components/avatar.tsx';
import { Dialog } from '../components/dialog.tsx';
import { Problem } from '../components/form.tsx';
import { useClient } from '../state/app-state.ts';
import { useNames } from '../state/use-client-state.ts';
import { t } from '../strings.ts';

interface WhoDialogProps {
  readonly message: Message;
  readonly close: () => void;
}

/** Who put which emoji under a message. */
export default function WhoDialog({ message, close }: WhoDialogProps) {
  return (
    <Dialog title={t('act.who')} close={close}>
      {message.reactions.map((reaction) => (
        <Who key={reaction.emoji} message={message} reaction={reaction} />
      ))}
    </Dialog>
  );
}

function Who({ message, reaction }: { message: Message; reaction: Reaction }) {
  const client = useClient();
  const { name } = useNames();
  const [users, setUsers] = useState<readonly string[]>([]);
  const [next, setNext] = useState('');
  const [problem, setProblem] = useState('');
  const { conversation, seq = 0 } = message;
  const { emoji, count = 0 } = reaction;
  const load = (after: string) =>
    client.call('message.reactions', { conversation, seq, emoji, after }).then(
      (page) => {
        setUsers((old) => [...(after ? old : []), ...page.users.map(({ id }) => id)]);
        setNext(page.next);
        setProblem('');
      },
      (error: unknown) => setProblem(failureText(error)),
    );
  useEffect(() => {
    void load('');
    // Once, and again when somebody came or went.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [conversation, seq, emoji, count]);
  return (
    <section className="panel-group">
      <h3>
        {emoji} <span className="quiet">{count}</span>
      </h3>
      <ul>
        {users.map((id) => (
          <li key={id} className="member">
            <Avatar id={id} name={name(id)} size="small" />
            <bdi className="member-name">{name(id)}</bdi>
          </li>
        ))}
      </ul>
      <Problem text={problem} />
      {next && (
        <button type="button" className="button" onClick={() => void load(next)}>
          {t('members.more')}
        </button>
      )}
    </section>
  );
}
