import { Link } from 'wouter';
import { t } from '../strings.ts';
import type { News } from './dot.tsx';
import { Icon, type IconName } from './icon.tsx';

interface ListEntryProps {
  readonly path: string;
  readonly icon: IconName;
  readonly text: string;
  readonly isCurrent: boolean;
  readonly note?: string;
  readonly news?: News;
}

/** A place of a tab in its list. */
export function ListEntry({ path, icon, text, isCurrent, note, news }: ListEntryProps) {
  return (
    <li>
      <Link href={path} className="entry" aria-current={isCurrent ? 'page' : undefined}>
        <span className="entry-sign">
          <Icon name={icon} />
        </span>
        <span className="entry-text">
          <span>{text}</span>
          {note && <span className="quiet">{note}</span>}
        </span>
        {news !== undefined && news.count > 0 && (
          <span className="badge badge-new">
            <span aria-hidden="true">{news.count}</span>
            <span className="only-read">{t(news.label, { count: news.count })}</span>
          </span>
        )}
      </Link>
    </li>
  );
}
