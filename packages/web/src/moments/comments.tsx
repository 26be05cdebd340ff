import type { Moment, MomentComment } from '@hubbub/protocol';
import { useState } from 'react';
import { ConfirmDialog } from '../components/confirm-dialog.tsx';
import { Icon } from '../components/icon.tsx';
import { useClient } from '../state/app-state.ts';
import { useNames } from '../state/use-client-state.ts';
import { useMe } from '../state/use-session.ts';
import { t } from '../strings.ts';
import { deleteComment, readMoment } from './actions.ts';
import { CommentForm } from './comment-form.tsx';
import { listOf } from '../format/list.ts';
import type { ChangeMoment } from './use-moments.ts';

interface CommentsProps {
  readonly moment: Moment;
  readonly change: ChangeMoment;
  readonly isWriting: boolean;
  readonly stop: () => void;
}

const mostNames = 8;

/** Who likes it, what is said below it, and the line to say something. */
export function Comments({ moment, change, isWriting, stop }: CommentsProps) {
  const client = useClient();
  const [replyTo, setReplyTo] = useState<MomentComment>();
  const [deleting, setDeleting] = useState<MomentComment>();
  const refresh = async () => {
    const now = await readMoment(client, moment.id);
    change(moment.id, () => now);
  };
  const end = () => {
    setReplyTo(undefined);
    stop();
  };
  const hidden = moment.commentCount - moment.comments.length;
  const isEmpty = moment.likes.length === 0 && moment.comments.length === 0;
  return (
    <>
      {!isEmpty && (
        <div className="said">
          <Likes moment={moment} />
          {hidden > 0 && <p className="quiet">{t('moment.older', { count: hidden })}</p>}
          <ul>
            {moment.comments.map((comment) => (
              <Comment
                key={comment.id}
                comment={comment}
                moment={moment}
                reply={() => setReplyTo(comment)}
                remove={() => setDeleting(comment)}
              />
            ))}
          </ul>
        </div>
      )}
      {(isWriting || replyTo) && (
        <CommentForm
          key={replyTo?.id ?? ''}
          moment={moment}
          replyTo={replyTo}
          done={() => refresh().then(end)}
          cancel={end}
        />
      )}
      {deleting && (
        <ConfirmDialog
          title={t('moment.deleteCommentTitle')}
          text={t('moment.deleteCommentText')}
          action={t('moment.delete')}
          run={async () => {
            await deleteComment(client, { moment: moment.id, comment: deleting.id });
            await refresh();
            setDeleting(undefined);
          }}
          close={() => setDeleting(undefined)}
        />
      )}
    </>
  );
}

function Likes({ moment: { likes, likeCount } }: { moment: Moment }) {
  const { name } = useNames();
  if (likes.length === 0) return null;
  const names = listOf(likes.slice(0, mostNames).map(name));
  const more = likeCount - Math.min(mostNames, likes.length);
  return (
    <p className="likes">
      <Icon name="heart" />
      <span className="only-read">
        {t(more > 0 ? 'moment.likesAndMore' : 'moment.likes', { names, count: more })}
      </span>
      <bdi aria-hidden="true">
        {more > 0 ? t('moment.likesMore', { names, count: more }) : names}
      </bdi>
    </p>
  );
}

interface CommentProps {
  readonly comment: MomentComment;
  readonly moment: Moment;
  readonly reply: () => void;
  readonly remove: () => void;
}

function Comment({ comment, moment, reply, remove }: CommentProps) {
  const { name } = useNames();
  const me = useMe();
  const author = name(comment.author);
  const isMine = comment.author === me.id;
  const who = comment.replyToUser
    ? t('moment.replied', { name: author, other: name(comment.replyToUser) })
    : author;
  return (
    <li className="comment">
      <p>
        <bdi className="comment-author">{who}</bdi> <span dir="auto">{comment.text}</span>
      </p>
      <span className="comment-actions">
        <button
          type="button"
          className="link-button"
          aria-label={t('moment.replyLabel', { name: author })}
          onClick={reply}
        >
          {t('moment.reply')}
        </button>
        {(isMine || moment.author === me.id) && (
          <button
            type="button"
            className="link-button"
            aria-label={t('moment.deleteComment', { name: author })}
            onClick={remove}
          >
            {t('moment.delete')}
          </button>
        )}
      </span>
    </li>
  );
}
