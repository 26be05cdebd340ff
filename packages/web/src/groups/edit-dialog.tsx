// Title, picture and description.
import { Conversation_Kind as Kind, type Conversation } from '@hubbub/protocol';
import { useId, useRef, useState, type ChangeEvent, type FormEvent } from 'react';
import { Avatar } from '../components/avatar.tsx';
import { Dialog } from '../components/dialog.tsx';
import { DialogActions, Field, Problem, textOf } from '../components/form.tsx';
import { useTask } from '../components/use-task.ts';
import { CropDialog } from '../settings/crop-dialog.tsx';
import { useClient } from '../state/app-state.ts';
import { t } from '../strings.ts';
import { updateConversation } from './actions.ts';

interface EditDialogProps {
  readonly conversation: Conversation;
  readonly close: () => void;
}

export function EditDialog({ conversation, close }: EditDialogProps) {
  const client = useClient();
  const task = useTask();
  const about = useId();
  const { id, title } = conversation;
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    task.run(async () => {
      const words = { title: textOf(form, 'title').trim(), about: textOf(form, 'about') };
      await updateConversation(client, id, words);
      close();
    });
  };
  return (
    <Dialog title={t('groups.edit')} close={close}>
      <Picture conversation={conversation} />
      <form onSubmit={submit}>
        <Field
          label={t('rooms.name')}
          name="title"
          required
          maxLength={80}
          autoComplete="off"
          defaultValue={title}
        />
        <div className="field">
          <label htmlFor={about}>{t('groups.about')}</label>
          <textarea
            id={about}
            className="input"
            name="about"
            rows={3}
            maxLength={500}
            dir="auto"
            defaultValue={conversation.about}
          />
        </div>
        <Problem text={task.problem} />
        <DialogActions close={close}>
          <button type="submit" className="button button-main" disabled={task.busy}>
            {t('rename.save')}
          </button>
        </DialogActions>
      </form>
    </Dialog>
  );
}

function Picture({ conversation: { id, title, picture, kind } }: { conversation: Conversation }) {
  const client = useClient();
  const task = useTask();
  const [file, setFile] = useState<File>();
  const input = useRef<HTMLInputElement>(null);
  const choose = (event: ChangeEvent<HTMLInputElement>) => {
    setFile(event.target.files?.[0]);
    // The same file can be chosen again.
    event.target.value = '';
  };
  const set = (media: string) => updateConversation(client, id, { picture: media });
  return (
    <div className="group-picture">
      <Avatar id={id} name={title} size="huge" room={kind === Kind.ROOM} picture={picture} />
      <button type="button" className="button" onClick={() => input.current?.click()}>
        {t(picture ? 'profile.changePicture' : 'profile.choosePicture')}
      </button>
      <input
        ref={input}
        type="file"
        hidden
        aria-label={t('profile.choosePicture')}
        accept="image/png,image/jpeg,image/webp,image/gif"
        onChange={choose}
      />
      {picture && (
        <button
          type="button"
          className="button"
          disabled={task.busy}
          onClick={() => task.run(() => set(''))}
        >
          {t('profile.removePicture')}
        </button>
      )}
      <Problem text={task.problem} />
      {file && <CropDialog file={file} use={set} close={() => setFile(undefined)} />}
    </div>
  );
}
