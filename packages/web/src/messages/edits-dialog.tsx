import type { Message, Wording } from '@hubbub/protocol';
import { Dialog } from '../components/dialog.tsx';
import { Problem } from '../components/form.tsx';
import { useLoaded } from '../components/use-loaded.ts';
import { formatExact, toDate } from '../format/time.ts';
import { useClient } from '../state/app-state.ts';
import { t } from '../strings.ts';
import { nameOf } from './desk.ts';
import { Words } from './words.tsx';

interface EditsDialogProps {
  readonly message: Message;
  readonly close: () => void;
}

/** What a message said before, newest first, and what it says now above it. */
export default function EditsDialog({ message, close }: EditsDialogProps) {
  const client = useClient();
  const { conversation, seq = 0, editedAt, content } = message;
  const load = async (): Promise<readonly Wording[]> =>
    (await client.call('message.edits', { conversation, seq })).wordings.toReversed();
  const { value: wordings, problem } = useLoaded(load, nameOf(message));
  return (
    <Dialog title={t('edits.title')} close={close}>
      <ol className="wordings">
        {content.case === 'text' && (
          <Said text={content.value} when={editedAt && formatExact(toDate(editedAt))} />
        )}
        {wordings?.map(({ text, since }) => (
          <Said
            key={since ? `${since.seconds}.${since.nanos}` : text}
            text={text}
            when={since && formatExact(toDate(since))}
          />
        ))}
      </ol>
      {!wordings && !problem && <p className="quiet">{t('conversation.loading')}</p>}
      <Problem text={problem} />
    </Dialog>
  );
}

function Said({ text, when }: { text: string; when: string | undefined }) {
  return (
    <li>
      {when && <time className="quiet">{when}</time>}
      <Words text={text} />
    </li>
  );
}
