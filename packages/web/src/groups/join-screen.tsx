// Where a link into a group leads: what it is, and the way in, or why there is none.
import type { InviteLookResponse } from '@hubbub/protocol';
import { useEffect, useId, useState, type FormEvent } from 'react';
import { Link, useLocation } from 'wouter';
import { failureText } from '../actions/failure.ts';
import { Avatar } from '../components/avatar.tsx';
import { Problem, textOf } from '../components/form.tsx';
import { useTask } from '../components/use-task.ts';
import { useClient } from '../state/app-state.ts';
import { t } from '../strings.ts';
import './texts.ts';
import '../style/groups.css';

export default function JoinScreen({ code }: { code: string }) {
  const client = useClient();
  const [cover, setCover] = useState<InviteLookResponse>();
  const [problem, setProblem] = useState('');
  useEffect(() => {
    client
      .http('invite.look', { code })
      .then(setCover, (error: unknown) => setProblem(failureText(error)));
  }, [client, code]);
  return (
    <main className="nothing">
      <div className="join">
        {cover ? (
          <Cover code={code} cover={cover} />
        ) : (
          <>
            <h1>{t('groups.invited')}</h1>
            {problem ? <Problem text={problem} /> : <output>{t('app.loading')}</output>}
          </>
        )}
      </div>
      <Link href="/" className="button back-link">
        {t('conversation.backToList')}
      </Link>
    </main>
  );
}

function Cover({ code, cover }: { code: string; cover: InviteLookResponse }) {
  const client = useClient();
  const task = useTask();
  const id = useId();
  const [, navigate] = useLocation();
  const [isWaiting, setWaiting] = useState(false);
  const { title, picture, memberCount = 0, approval } = cover;
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const text = textOf(new FormData(event.currentTarget), 'text');
    task.run(async () => {
      const { requested, conversation } = await client.call('invite.join', { code, text });
      if (requested) setWaiting(true);
      else navigate(`/c/${conversation?.id ?? ''}`, { replace: true });
    });
  };
  return (
    <>
      <Avatar id={title} name={title} size="huge" picture={picture} />
      <h1>
        <bdi>{title}</bdi>
      </h1>
      <p className="quiet">{t('conversation.members', { count: memberCount })}</p>
      {isWaiting ? (
        <output className="join-waiting">{t('groups.asked')}</output>
      ) : (
        <form onSubmit={submit}>
          {approval && (
            <div className="field">
              <label htmlFor={id}>{t('groups.askText')}</label>
              <textarea id={id} className="input" name="text" rows={2} maxLength={200} dir="auto" />
            </div>
          )}
          <Problem text={task.problem} />
          <button type="submit" className="button button-main" disabled={task.busy}>
            {t(approval ? 'groups.ask' : 'groups.join')}
          </button>
        </form>
      )}
    </>
  );
}
