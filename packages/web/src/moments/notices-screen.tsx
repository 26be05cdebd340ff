import { MomentNotice_Kind, type MomentNotice } from '@hubbub/protocol';
import { useCallback, useEffect, useState } from 'react';
import { Link } from 'wouter';
import { failureText } from '../actions/failure.ts';
import { Avatar } from '../components/avatar.tsx';
import { BackLink } from '../components/back-link.tsx';
import { Skeleton } from '../components/skeleton.tsx';
import { Problem } from '../components/form.tsx';
import { formatBrief, toDate } from '../format/time.ts';
import { useClient } from '../state/app-state.ts';
import { useMomentDots } from '../state/use-moment-news.ts';
import { useNames } from '../state/use-client-state.ts';
import { useSession } from '../state/use-session.ts';
import { t } from '../strings.ts';
import { pictureUrl } from '../pictures/picture-url.ts';

export function NoticesScreen() {
  const { notices, next, problem, isLoading, more } = useNotices();
  return (
    <main className="moments-screen">
      <header className="pane-head">
        <BackLink to="/moments" />
        <h1>{t('moment.notices')}</h1>
      </header>
      <div className="column">
        <Problem text={problem} />
        {isLoading && notices.length === 0 && <Skeleton />}
        {!isLoading && notices.length === 0 && <p className="quiet">{t('moment.noNotices')}</p>}
        <ul className="notices">
          {notices.map((notice) => (
            <NoticeRow key={notice.id} notice={notice} />
          ))}
        </ul>
        {next !== '' && (
          <button type="button" className="button rooms-more" onClick={more}>
            {t('moment.more')}
          </button>
        )}
      </div>
    </main>
  );
}

function NoticeRow({ notice }: { notice: MomentNotice }) {
  const { name } = useNames();
  const at = notice.createdAt && toDate(notice.createdAt);
  return (
    <li>
      <Link href={`/moments/m/${notice.moment}`} className="notice">
        <Avatar id={notice.author} name={name(notice.author)} />
        <span className="notice-text">
          <span>{noticeText(notice, name(notice.author))}</span>
          {at && (
            <time className="quiet" dateTime={at.toISOString()}>
              {formatBrief(at)}
            </time>
          )}
        </span>
        {notice.media ? (
          <img
            src={pictureUrl(notice.media, 'small')}
            alt=""
            className="notice-picture"
            loading="lazy"
          />
        ) : (
          <span className="notice-excerpt quiet">{notice.text}</span>
        )}
      </Link>
    </li>
  );
}

function noticeText({ kind, comment }: MomentNotice, name: string): string {
  if (kind === MomentNotice_Kind.LIKE) return t('moment.noticeLike', { name });
  const key = kind === MomentNotice_Kind.REPLY ? 'moment.noticeReply' : 'moment.noticeComment';
  return t(key, { name, text: comment?.text ?? '' });
}

interface Held {
  readonly notices: readonly MomentNotice[];
  readonly next: string;
  readonly isLoading: boolean;
  readonly problem: string;
}

function useNotices() {
  const client = useClient();
  const { status } = useSession();
  const waiting = useMomentDots().notices;
  const [held, setHeld] = useState<Held>({ notices: [], next: '', isLoading: true, problem: '' });
  const load = useCallback(
    (before: string) => {
      client.call('moment.notices', { before }).then(
        ({ notices, next }) =>
          setHeld((old) => ({
            notices: before ? [...old.notices, ...notices] : notices,
            next,
            isLoading: false,
            problem: '',
          })),
        (error: unknown) =>
          setHeld((old) => ({ ...old, isLoading: false, problem: failureText(error) })),
      );
    },
    [client],
  );
  // Read again when something waits: it comes while the list is looked at.
  const isWaiting = waiting > 0;
  useEffect(() => {
    if (status === 'online') load('');
  }, [load, status, isWaiting]);
  const newest = Math.max(0, ...held.notices.map(({ version }) => version ?? 0));
  useEffect(() => {
    if (newest > 0) client.call('moment.seen', { notices: newest }).catch(() => undefined);
  }, [client, newest]);
  return { ...held, more: () => load(held.next) };
}
