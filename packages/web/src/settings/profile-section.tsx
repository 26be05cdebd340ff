// How others see the user: picture, name, and what the user says of themselves.
import { useEffect, useId, useRef, useState, type ChangeEvent, type FormEvent } from 'react';
import { Avatar } from '../components/avatar.tsx';
import { Field, Problem, textOf } from '../components/form.tsx';
import { useTask } from '../components/use-task.ts';
import { useAppState } from '../state/app-state.ts';
import { nameOf } from '../state/use-client-state.ts';
import { useMe } from '../state/use-session.ts';
import { t } from '../strings.ts';
import { CropDialog } from './crop-dialog.tsx';
import { Card, Done, SectionFrame } from './section.tsx';
import { useProfile } from './use-profile.ts';

export function ProfileSection() {
  const isGuest = useMe().guest;
  return (
    <SectionFrame title={t('profile.title')} intro={t('profile.intro')}>
      {!isGuest && <Picture />}
      <Words />
    </SectionFrame>
  );
}

function Picture() {
  const me = useMe();
  const { update } = useProfile();
  const task = useTask();
  const [file, setFile] = useState<File>();
  const input = useRef<HTMLInputElement>(null);
  const choose = (event: ChangeEvent<HTMLInputElement>) => {
    setFile(event.target.files?.[0]);
    // The same file can be chosen again.
    event.target.value = '';
  };
  return (
    <Card title={t('profile.picture')}>
      <div className="picture-row">
        <Avatar id={me.id} name={nameOf(me)} size="huge" />
        <div className="picture-actions">
          <button type="button" className="button" onClick={() => input.current?.click()}>
            {t(me.picture ? 'profile.changePicture' : 'profile.choosePicture')}
          </button>
          <input
            ref={input}
            type="file"
            hidden
            accept="image/png,image/jpeg,image/webp,image/gif"
            onChange={choose}
          />
          {me.picture && (
            <button
              type="button"
              className="button"
              disabled={task.busy}
              onClick={() => task.run(() => update({ picture: '' }))}
            >
              {t('profile.removePicture')}
            </button>
          )}
        </div>
      </div>
      <Problem text={task.problem} />
      {file && (
        <CropDialog
          file={file}
          use={(picture) => update({ picture })}
          close={() => setFile(undefined)}
        />
      )}
    </Card>
  );
}

function Words() {
  const { client } = useAppState();
  const me = useMe();
  const { update } = useProfile();
  const task = useTask();
  const [about, setAbout] = useState<string>();
  const [isDone, setDone] = useState(false);
  const { run } = task;
  const { id } = me;
  useEffect(() => {
    // It comes with user.get only, not with what a client knows of a user.
    run(async () => {
      const { users } = await client.call('user.get', { users: [id] });
      setAbout(users[0]?.about ?? '');
    });
    // Once, when the section opens.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [client, id]);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setDone(false);
    run(async () => {
      await update({ displayName: textOf(form, 'name').trim(), about: textOf(form, 'about') });
      setDone(true);
    });
  };
  return (
    <Card title={t('profile.words')}>
      <form onSubmit={submit} onChange={() => setDone(false)}>
        <Field
          label={t('profile.name')}
          name="name"
          autoComplete="name"
          maxLength={64}
          defaultValue={me.displayName}
          hint={t('profile.nameHint')}
        />
        {about !== undefined && <About text={about} />}
        <Problem text={task.problem} />
        <div className="card-actions">
          <button type="submit" className="button button-main" disabled={task.busy}>
            {t('settings.save')}
          </button>
          <Done text={isDone ? t('settings.saved') : ''} />
        </div>
      </form>
    </Card>
  );
}

function About({ text }: { text: string }) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{t('profile.about')}</label>
      <textarea
        id={id}
        className="input"
        name="about"
        rows={3}
        maxLength={300}
        dir="auto"
        defaultValue={text}
        aria-describedby={`${id}hint`}
      />
      <p id={`${id}hint`} className="hint">
        {t('profile.aboutHint')}
      </p>
    </div>
  );
}
