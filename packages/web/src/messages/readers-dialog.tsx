import type { Message } from '@hubbub/protocol';
import { useEffect, useState } from 'react';
import { failureText } from '../actions/failure.ts';
import { Avatar } from '../components/avatar.tsx';
import { Dialog } from '../components/dialog.tsx';
import { Problem } from '../components/form.tsx';
import { compareNames } from '../format/list.ts';
import '../groups/texts.ts';
import { useAppState } from '../state/app-state.ts';
import { useNames } from '../state/use-client-state.ts';
import { t } from '../strings.ts';

interface ReadersDialogProps {
  readonly message: Message;
  readonly close: () => void;
}

interface Readers {
  readonly count: number;
  readonly readers: readonly string[];
}

/** Who has read an own message; in large conversations how many. It grows while it is looked at. */
export default function ReadersDialog({ message, close }: ReadersDialogProps) {
  const { client, live } = useAppState();
  const { name } = useNames();
  const [found, setFound] = useState<Readers>();
  const [problem, setProblem] = useState('');
  const { conversation, seq = 0 } = message;
  useEffect(() => {
    let isShown = true;
    const ask = () =>
      void client.call('mark.readers', { conversation, seq }).then(
        ({ count = 0, readers }) => isShown && setFound({ count, readers }),
        (error: unknown) => isShown && setProblem(failureText(error)),
      );
    ask();
    const stop = live.subscribe(`marks:${conversation}`, ask);
    return () => {
      isShown = false;
      stop();
    };
  }, [client, live, conversation, seq]);
  const named = (found?.readers ?? []).toSorted((a, b) => compareNames(name(a), name(b)));
  return (
    <Dialog title={t('act.readers')} close={close}>
      {found && <p className="quiet">{t('groups.people', { count: found.count })}</p>}
      <ul>
        {named.map((id) => (
          <li key={id} className="member">
            <Avatar id={id} name={name(id)} size="small" />
            <bdi className="member-name">{name(id)}</bdi>
          </li>
        ))}
      </ul>
      <Problem text={problem} />
    </Dialog>
  );
}
