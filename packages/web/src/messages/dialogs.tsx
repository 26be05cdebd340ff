import type { Message } from '@hubbub/protocol';
import { changeMessage } from '../actions/change-message.ts';
import { ConfirmDialog } from '../components/confirm-dialog.tsx';
import { HideDialog } from '../moderation/hide-dialog.tsx';
import ReportDialog from '../moderation/report-dialog.tsx';
import { useAppState } from '../state/app-state.ts';
import { t } from '../strings.ts';
import { nameOf, useDesk, type DialogAct, type Point } from './desk.ts';
import EmojiPicker from './emoji-picker.tsx';
import ForwardDialog from './forward-dialog.tsx';
import ReadersDialog from './readers-dialog.tsx';
import WhoDialog from './who-dialog.tsx';

interface DialogsProps {
  readonly what: DialogAct;
  readonly message: Message;
  readonly at: Point;
  readonly close: () => void;
}

/** The dialogs that are opened from a message. */
export default function Dialogs({ what, message, at, close }: DialogsProps) {
  const app = useAppState();
  const desk = useDesk();
  switch (what) {
    case 'react':
      return <EmojiPicker at={at} choose={(emoji) => desk.react(message, emoji)} close={close} />;
    case 'forward':
      return (
        <ForwardDialog
          conversation={message.conversation}
          seqs={[message.seq ?? 0]}
          close={close}
        />
      );
    case 'report': {
      const { conversation, seq = 0 } = message;
      return <ReportDialog what={{ conversation, seq }} close={close} />;
    }
    case 'hide':
      return <HideDialog message={message} close={close} />;
    case 'who':
      return <WhoDialog message={message} close={close} />;
    case 'readers':
      return <ReadersDialog message={message} close={close} />;
    case 'recall':
      return (
        <ConfirmDialog
          title={t('recall.title')}
          text={t('recall.text')}
          action={t('act.recall')}
          run={async () => {
            close();
            if (message.content.case === 'text') app.recalled.keep(message, message.content.value);
            const isDone = await changeMessage(app, message, { kind: 'recall' });
            if (isDone) app.announcer.unsay(nameOf(message));
          }}
          close={close}
        />
      );
    case 'delete':
      return (
        <ConfirmDialog
          title={t('deleteMessage.title')}
          text={t('deleteMessage.text')}
          action={t('act.delete')}
          run={async () => {
            close();
            await changeMessage(app, message, { kind: 'delete' });
          }}
          close={close}
        />
      );
  }
}
