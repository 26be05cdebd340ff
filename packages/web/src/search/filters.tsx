import { Conversation_Kind } from '@hubbub/protocol';
import { otherOf, useFace } from '../state/conversation-title.ts';
import { useInbox, useNames } from '../state/use-client-state.ts';
import { useMe } from '../state/use-session.ts';
import { t } from '../strings.ts';
import type { Filters as Chosen } from './use-search.ts';

interface FiltersProps {
  readonly filters: Chosen;
  /** Who said what is shown. */
  readonly senders: readonly string[];
  readonly choose: (filters: Chosen) => void;
}

const times = [
  [0, 'search.anyTime'],
  [1, 'search.day'],
  [7, 'search.week'],
  [30, 'search.month'],
  [365, 'search.year'],
] as const;

/** From whom, in which chat, from when on, with a link: a chip each. */
export function Filters({ filters, senders, choose }: FiltersProps) {
  const me = useMe();
  const inbox = useInbox();
  const face = useFace();
  const { name } = useNames();
  const others = inbox.flatMap(({ conversation }) => otherOf(conversation, me.id) ?? []);
  const people = [...new Set([me.id, filters.sender, ...senders, ...others])].filter(Boolean);
  const chats = inbox.filter(({ conversation }) => conversation.kind !== Conversation_Kind.WHISPER);
  return (
    <div className="search-filters">
      <Chip
        label={t('search.from')}
        value={filters.sender}
        choose={(sender) => choose({ ...filters, sender })}
        options={[
          ['', t('search.anyone')],
          ...people.map((id): Option => [id, id === me.id ? t('user.you') : name(id)]),
        ]}
      />
      <Chip
        label={t('search.in')}
        value={filters.conversation}
        choose={(conversation) => choose({ ...filters, conversation })}
        options={[
          ['', t('search.everywhere')],
          ...chats.map(({ conversation }): Option => [conversation.id, face(conversation).title]),
        ]}
      />
      <Chip
        label={t('search.date')}
        value={filters.days === 0 ? '' : `${filters.days}`}
        choose={(days) => choose({ ...filters, days: Number(days) })}
        options={times.map(([days, text]): Option => [days === 0 ? '' : `${days}`, t(text)])}
      />
      <button
        type="button"
        className="search-chip"
        aria-pressed={filters.links}
        onClick={() => choose({ ...filters, links: !filters.links })}
      >
        {t('search.links')}
      </button>
    </div>
  );
}

type Option = readonly [value: string, text: string];

interface ChipProps {
  readonly label: string;
  readonly value: string;
  readonly options: readonly Option[];
  readonly choose: (value: string) => void;
}

function Chip({ label, value, options, choose }: ChipProps) {
  return (
    <select
      className="search-chip"
      aria-label={label}
      data-set={value !== ''}
      value={value}
      onChange={(event) => choose(event.target.value)}
    >
      {options.map(([id, text]) => (
        <option key={id} value={id}>
          {text}
        </option>
      ))}
    </select>
  );
}
