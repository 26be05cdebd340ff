import { useState, type ChangeEvent, type FormEvent } from 'react';
import { Dialog } from '../components/dialog.tsx';
import { DialogActions, Problem } from '../components/form.tsx';
import { Icon } from '../components/icon.tsx';
import { useTask } from '../components/use-task.ts';
import { useAppState } from '../state/app-state.ts';
import { t } from '../strings.ts';
import { post } from './actions.ts';
import { AudiencePicker } from './audience-picker.tsx';
import { everybody, isChosen, type Chosen } from './audience.ts';
import { PictureList } from './picture-list.tsx';
import { mostPictures, usePictures } from './use-pictures.ts';

const draft = 'moment';

interface ComposeDialogProps {
  readonly close: () => void;
  readonly posted: () => void;
}

export function ComposeDialog({ close, posted }: ComposeDialogProps) {
  const { client, drafts, announcer } = useAppState();
  const task = useTask();
  const pictures = usePictures();
  const [text, setText] = useState(() => drafts.get(draft).text);
  const [audience, setAudience] = useState<Chosen>(everybody);
  const media = pictures.all.flatMap((one) => one.media ?? []);
  const isReady =
    (text.trim() !== '' || media.length > 0) && !pictures.isUploading && isChosen(audience);
  const write = (event: ChangeEvent<HTMLTextAreaElement>) => {
    setText(event.target.value);
    drafts.write(draft, { text: event.target.value, calls: [] });
  };
  const choose = (event: ChangeEvent<HTMLInputElement>) => {
    pictures.add([...(event.target.files ?? [])]);
    // The same file can be chosen again after it was taken away.
    event.target.value = '';
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!isReady) return;
    task.run(async () => {
      await post(client, { text: text.trim().toWellFormed(), media, audience });
      drafts.end(draft, false);
      announcer.say(t('moment.posted'));
      posted();
      close();
    });
  };
  return (
    <Dialog title={t('moment.write')} close={close}>
      <form onSubmit={submit} className="compose">
        <textarea
          className="input compose-text"
          aria-label={t('moment.text')}
          placeholder={t('moment.text')}
          rows={4}
          maxLength={2000}
          dir="auto"
          value={text}
          onChange={write}
        />
        <PictureList pictures={pictures} />
        <Problem text={pictures.problem} />
        {pictures.all.length < mostPictures && (
          <label className="button compose-add">
            <Icon name="image" />
            {t('moment.addPictures')}
            <input
              type="file"
              className="only-read"
              accept="image/png,image/jpeg,image/webp,image/gif"
              multiple
              onChange={choose}
            />
          </label>
        )}
        <AudiencePicker chosen={audience} choose={setAudience} />
        <Problem text={task.problem} />
        <DialogActions close={close}>
          <button type="submit" className="button button-main" disabled={!isReady || task.busy}>
            {t('moment.post')}
          </button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
