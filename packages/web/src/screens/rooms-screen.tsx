import type { Conversation } from '@hubbub/protocol';
import { useLocation } from 'wouter';
import { joinRoom } from '../actions/rooms.ts';
import { Avatar } from '../components/avatar.tsx';
import { BackLink } from '../components/back-link.tsx';
import { Problem } from '../components/form.tsx';
import { Icon } from '../components/icon.tsx';
import { Skeleton } from '../components/skeleton.tsx';
import { useTask } from '../components/use-task.ts';
import { useClient } from '../state/app-state.ts';
import { useInbox } from '../state/use-client-state.ts';
import { useRooms } from '../state/use-rooms.ts';
import { t } from '../strings.ts';

/** Find a room: search, page by page, join. */
export default function RoomsScreen({ create }: { create: () => void }) {
  const rooms = useRooms();
  const mine = new Set(useInbox().map((entry) => entry.conversation.id));
  return (
    <main className="rooms">
      <header className="pane-head">
        <BackLink to="/" />
        <h1>{t('rooms.title')}</h1>
        <button type="button" className="button pane-action" onClick={create}>
          {t('rooms.create')}
        </button>
      </header>
      <div className="rooms-search">
        <Icon name="search" />
        <input
          type="search"
          className="input"
          aria-label={t('rooms.search')}
          placeholder={t('rooms.search')}
          maxLength={80}
          value={rooms.query}
          onChange={(event) => rooms.search(event.target.value)}
        />
      </div>
      <div className="rooms-found">
        <Problem text={rooms.problem} />
        <Nothing isLoading={rooms.isLoading} query={rooms.query} count={rooms.found.length} />
        <ul>
          {rooms.found.map((room) => (
            <Room key={room.id} room={room} isMine={mine.has(room.id)} />
          ))}
        </ul>
        {rooms.hasMore && (
          <button type="button" className="button rooms-more" onClick={rooms.more}>
            {t('rooms.more')}
          </button>
        )}
      </div>
    </main>
  );
}

interface NothingProps {
  readonly isLoading: boolean;
  readonly query: string;
  readonly count: number;
}

function Nothing({ isLoading, query, count }: NothingProps) {
  if (count > 0) return null;
  if (isLoading) return <Skeleton text={t('rooms.loading')} />;
  return <p className="quiet">{query ? t('rooms.noMatch', { query }) : t('rooms.none')}</p>;
}

function Room({ room, isMine }: { room: Conversation; isMine: boolean }) {
  const client = useClient();
  const [, navigate] = useLocation();
  const task = useTask();
  const { id, title } = room;
  const enter = () =>
    task.run(async () => {
      if (!isMine) await joinRoom(client, id);
      navigate(`/c/${id}`);
    });
  return (
    <li className="room">
      <Avatar id={id} name={title} room />
      <div className="room-text">
        <bdi className="room-title">{title}</bdi>
        <span className="quiet">{t('conversation.members', { count: room.memberCount ?? 0 })}</span>
        <Problem text={task.problem} />
      </div>
      <button
        type="button"
        className={`button ${isMine ? '' : 'button-main'}`}
        disabled={task.busy}
        aria-label={t(isMine ? 'rooms.openLabel' : 'rooms.joinLabel', { title })}
        onClick={enter}
      >
        {t(isMine ? 'rooms.open' : 'rooms.join')}
      </button>
    </li>
  );
}
