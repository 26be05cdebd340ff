import { Audience_Kind, type Moment } from '@hubbub/protocol';
import { lazy, Suspense, useId, useState } from 'react';
import { Link } from 'wouter';
import { Avatar } from '../components/avatar.tsx';
import { ConfirmDialog } from '../components/confirm-dialog.tsx';
import { Problem } from '../components/form.tsx';
import { Icon } from '../components/icon.tsx';
import { MessageText } from '../components/message-text.tsx';
import { useTask } from '../components/use-task.ts';
import { formatBrief, formatExact, toDate } from '../format/time.ts';
import { useClient } from '../state/app-state.ts';
import { useNames } from '../state/use-client-state.ts';
import { useMe } from '../state/use-session.ts';
import { t } from '../strings.ts';
import { deleteMoment, like } from './actions.ts';
import { Comments } from './comments.tsx';
import { PhotoGrid } from '../pictures/photo-grid.tsx';
import type { ChangeMoment } from './use-moments.ts';

const ReportDialog = lazy(() => import('../moderation/report-dialog.tsx'));

interface MomentCardProps {
  readonly moment: Moment;
  readonly change: ChangeMoment;
}

export function MomentCard({ moment, change }: MomentCardProps) {
  const { name } = useNames();
  const heading = useId();
  const author = name(moment.author);
  return (
    <article className="moment" aria-labelledby={heading}>
      <Avatar id={moment.author} name={author} />
      <header className="moment-head">
        <h2 id={heading} className="moment-author">
          <Link href={`/moments/${moment.author}`}>
            <bdi>{author}</bdi>
          </Link>
        </h2>
        <Below moment={moment} />
      </header>
      <div className="moment-body">
        {moment.text && (
          <div className="moment-text">
            <MessageText text={moment.text} />
          </div>
        )}
        {moment.media.length > 0 && <PhotoGrid media={moment.media} author={author} />}
        <Actions moment={moment} change={change} />
      </div>
    </article>
  );
}

/** When, and to whom where it is the user's own. */
function Below({ moment: { createdAt, audience } }: { moment: Moment }) {
  const at = createdAt && toDate(createdAt);
  const who = audience && t(`moment.audience.${audienceName(audience.kind)}`);
  return (
    <p className="quiet moment-below">
      {at && (
        <time dateTime={at.toISOString()} title={formatExact(at)}>
          {formatBrief(at)}
        </time>
      )}
      {who && audience.kind !== Audience_Kind.FRIENDS && (
        <span className="moment-audience">
          <Icon name="lock" />
          <span className="only-read">{t('moment.seenBy', { who })}</span>
          <span aria-hidden="true">{who}</span>
        </span>
      )}
    </p>
  );
}

function audienceName(kind: Audience_Kind): 'FRIENDS' | 'ONLY_ME' | 'ONLY' | 'EXCEPT' {
  if (kind === Audience_Kind.ONLY_ME) return 'ONLY_ME';
  if (kind === Audience_Kind.ONLY) return 'ONLY';
  return kind === Audience_Kind.EXCEPT ? 'EXCEPT' : 'FRIENDS';
}

function Actions({ moment, change }: MomentCardProps) {
  const client = useClient();
  const me = useMe();
  const task = useTask();
  const [isWriting, setWriting] = useState(false);
  const [isDeleting, setDeleting] = useState(false);
  const [isReporting, setReporting] = useState(false);
  const remove = async () => {
    await deleteMoment(client, moment.id);
    change(moment.id, () => undefined);
  };
  return (
    <>
      <div className="moment-actions">
        <button
          type="button"
          className="action action-like"
          aria-pressed={moment.liked}
          onClick={() => task.run(() => like(client, { moment, me: me.id, change }))}
        >
          <Icon name="heart" />
          <span className="only-read">{t('moment.like')}</span>
          {moment.likeCount > 0 && moment.likeCount}
        </button>
        <button
          type="button"
          className="action"
          aria-expanded={isWriting}
          onClick={() => setWriting(!isWriting)}
        >
          <Icon name="message" />
          <span className="only-read">{t('moment.comment')}</span>
          {moment.commentCount > 0 && moment.commentCount}
        </button>
        {moment.author === me.id && (
          <button
            type="button"
            className="action action-last"
            aria-label={t('moment.deleteLabel')}
            onClick={() => setDeleting(true)}
          >
            <Icon name="trash" />
          </button>
        )}
        {moment.author !== me.id && (
          <button
            type="button"
            className="action action-last"
            aria-label={t('moderation.reportMoment')}
            onClick={() => setReporting(true)}
          >
            <Icon name="flag" />
          </button>
        )}
      </div>
      <Problem text={task.problem} />
      <Comments
        moment={moment}
        change={change}
        isWriting={isWriting}
        stop={() => setWriting(false)}
      />
      {isReporting && (
        <Suspense>
          <ReportDialog what={{ moment: moment.id }} close={() => setReporting(false)} />
        </Suspense>
      )}
      {isDeleting && (
        <ConfirmDialog
          title={t('moment.deleteTitle')}
          text={t('moment.deleteText')}
          action={t('moment.delete')}
          run={remove}
          close={() => setDeleting(false)}
        />
      )}
    </>
  );
}
