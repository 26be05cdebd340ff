import type { Conversation } from '@hubbub/protocol';
import { useEffect, useState } from 'react';
import { Link } from 'wouter';
import { getConversation, joinRoom } from '../actions/rooms.ts';
import { Problem } from '../components/form.tsx';
import { useTask } from '../components/use-task.ts';
import { useClient } from '../state/app-state.ts';
import { t } from '../strings.ts';

/** A conversation that is not in the user's state: a room can be joined, of anything else nothing is known. */
export function OutsideScreen({ id }: { id: string }) {
  const client = useClient();
  const task = useTask();
  const [room, setRoom] = useState<Conversation>();
  useEffect(() => {
    // Not found is what the screen says until a room is.
    getConversation(client, id).then(setRoom, () => undefined);
  }, [client, id]);
  return (
    <main className="nothing">
      <h1>{room ? t('conversation.outside', { title: room.title }) : t('conversation.gone')}</h1>
      {room ? (
        <button
          type="button"
          className="button button-main"
          disabled={task.busy}
          onClick={() => task.run(() => joinRoom(client, id))}
        >
          {t('rooms.joinLabel', { title: room.title })}
        </button>
      ) : (
        <p>{t('conversation.goneHint')}</p>
      )}
      <Problem text={task.problem} />
      <Link href="/" className="button back-link">
        {t('conversation.backToList')}
      </Link>
    </main>
  );
}
