import { useCallback, useEffect, useRef } from 'react';
import { Link } from 'wouter';
import { AccountMenu } from '../components/account-menu.tsx';
import { Dot } from '../components/dot.tsx';
import { Icon } from '../components/icon.tsx';
import { useClient } from '../state/app-state.ts';
import { useMomentDots, useMomentNews } from '../state/use-moment-news.ts';
import { useNarrow } from '../state/use-narrow.ts';
import { t } from '../strings.ts';
import { Feed } from './feed.tsx';
import { useMoments, type ReadPage } from './use-moments.ts';

/** Newest first. What comes while somebody reads waits behind a button instead of pushing the page down. */
export function TimelineScreen({ write }: { write: () => void }) {
  const client = useClient();
  const isFresh = useMomentDots().author !== undefined;
  const column = useRef<HTMLDivElement>(null);
  const list = useMoments(
    useCallback<ReadPage>((before) => client.call('moment.timeline', { before }), [client]),
  );
  const newest = list.moments[0]?.createdAt;
  useEffect(() => {
    // What is on the page was seen; that it was is told to all devices.
    if (newest) client.call('moment.seen', { moments: newest }).catch(() => undefined);
  }, [client, newest]);
  const show = () => {
    list.reload();
    column.current?.scrollTo({ top: 0 });
    column.current?.focus();
  };
  return (
    <main className="moments-screen">
      <TimelineHead write={write} />
      <div className="column" ref={column} tabIndex={-1}>
        {isFresh && list.moments.length > 0 && !list.isLoading && (
          <div className="fresh-place">
            <button type="button" className="fresh" onClick={show}>
              {t('moment.fresh')}
            </button>
          </div>
        )}
        <Feed list={list} empty={<Empty write={write} />} />
      </div>
    </main>
  );
}

function TimelineHead({ write }: { write: () => void }) {
  const news = useMomentNews();
  const isNarrow = useNarrow();
  return (
    <header className="pane-head">
      {isNarrow && <AccountMenu />}
      <h1>{isNarrow ? t('tab.moments') : t('moment.all')}</h1>
      <span className="pane-action pane-actions">
        {isNarrow && (
          <Link href="/moments/notices" className="icon-button with-dot">
            <Icon name="bell" />
            <span className="only-read">{t('moment.notices')}</span>
            {!news.isOnlyDot && <Dot news={news} />}
          </Link>
        )}
        <button
          type="button"
          className={isNarrow ? 'icon-button' : 'button button-main'}
          onClick={write}
        >
          <Icon name="edit" />
          <span className={isNarrow ? 'only-read' : ''}>{t('moment.write')}</span>
        </button>
      </span>
    </header>
  );
}

function Empty({ write }: { write: () => void }) {
  return (
    <div className="moments-empty">
      <p>{t('moment.empty')}</p>
      <p className="quiet">{t('moment.emptyHint')}</p>
      <div className="moments-begin">
        <button type="button" className="button button-main" onClick={write}>
          {t('moment.write')}
        </button>
        <Link href="/contacts" className="button">
          {t('contact.findAction')}
        </Link>
      </div>
    </div>
  );
}
