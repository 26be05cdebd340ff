import type { Announcement } from '@hubbub/protocol';
import { useState } from 'react';
import { formatBrief, toDate } from '../format/time.ts';
import { useNames } from '../state/use-client-state.ts';
import { t } from '../strings.ts';
import { Icon } from './icon.tsx';

/** Above the messages, one line until it is opened. */
export default function AnnouncementBar({ announcement }: { announcement: Announcement }) {
  const [isOpen, setOpen] = useState(false);
  const { name } = useNames();
  const { text, author, createdAt } = announcement;
  const time = createdAt ? formatBrief(toDate(createdAt)) : '';
  return (
    <button
      type="button"
      className={`announcement ${isOpen ? 'announcement-open' : ''}`}
      aria-expanded={isOpen}
      onClick={() => setOpen(!isOpen)}
    >
      <Icon name="bell" />
      <span className="only-read">{t('groups.announcement')}</span>
      <span className="announcement-text" dir="auto">
        {text}
      </span>
      {isOpen && (
        <span className="quiet">{t('groups.announcedBy', { name: name(author), time })}</span>
      )}
    </button>
  );
}
