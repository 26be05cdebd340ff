import type { Message } from '@hubbub/protocol';
import { Dialog } from '../components/dialog.tsx';
import { Icon } from '../components/icon.tsx';
import { formatExact, toDate } from '../format/time.ts';
import { said } from '../state/said.ts';
import { useNames } from '../state/use-client-state.ts';
import { t } from '../strings.ts';
import { isOffered } from './acts.ts';
import { useDesk } from './desk.ts';
import './tools.css';

interface PinsDialogProps {
  readonly pins: readonly Message[];
  readonly close: () => void;
}

export default function PinsDialog({ pins, close }: PinsDialogProps) {
  const desk = useDesk();
  const { name } = useNames();
  return (
    <Dialog title={t('pin.title')} close={close}>
      <ul className="pins">
        {pins.map((message) => (
          <li key={message.seq} className="pin">
            <button
              type="button"
              className="pin-text"
              onClick={() => {
                close();
                desk.jump(message.seq ?? 0);
              }}
            >
              <bdi className="quote-name">{name(message.sender)}</bdi>
              {message.createdAt && (
                <time className="quiet">{formatExact(toDate(message.createdAt))}</time>
              )}
              <span dir="auto">{said(message, name)}</span>
            </button>
            {isOffered('unpin', message, desk.place(message)) && (
              <button
                type="button"
                className="icon-button"
                aria-label={t('act.unpin')}
                onClick={() => desk.act('unpin', message, { x: 0, y: 0 })}
              >
                <Icon name="close" />
              </button>
            )}
          </li>
        ))}
        {pins.length === 0 && <li className="quiet">{t('pin.none')}</li>}
      </ul>
    </Dialog>
  );
}
