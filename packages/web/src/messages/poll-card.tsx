import type { Message, Poll } from '@hubbub/protocol';
import { changeMessage } from '../actions/change-message.ts';
import { Icon } from '../components/icon.tsx';
import { useAppState } from '../state/app-state.ts';
import { t } from '../strings.ts';
import { useDesk } from './desk.ts';

interface PollCardProps {
  readonly message: Message;
  readonly poll: Poll;
}

/** Pressing an option votes for it, or takes that back; who chose what is nobody's business. */
export function PollCard({ message, poll }: PollCardProps) {
  const app = useAppState();
  const { votes } = useDesk().mine(message);
  const { question, options, voters, closed, multiple } = poll;
  const press = (at: number) => {
    const others = votes.filter((one) => one !== at);
    const isChosen = votes.includes(at);
    const chosen = isChosen ? others : multiple ? [...others, at] : [at];
    void changeMessage(app, message, { kind: 'vote', options: chosen.toSorted((a, b) => a - b) });
  };
  return (
    <section className="poll" aria-label={t('poll.said', { question })}>
      <p className="message-text poll-question" dir="auto">
        {question}
      </p>
      <p className="message-note">
        {closed ? t('poll.over') : t(multiple ? 'poll.chooseSeveral' : 'poll.chooseOne')}
      </p>
      <ul className="poll-options">
        {options.map(({ text, votes: count }, at) => {
          const share = voters > 0 ? Math.round((count / voters) * 100) : 0;
          const isOwn = votes.includes(at);
          return (
            <li key={text}>
              <button
                type="button"
                className="poll-option"
                aria-pressed={isOwn}
                disabled={closed}
                onClick={() => press(at)}
              >
                <span className="poll-bar" style={{ width: `${share}%` }} />
                <span className={`poll-mark ${multiple ? 'poll-mark-square' : ''}`}>
                  {isOwn && <Icon name="check" />}
                </span>
                <span className="poll-text" dir="auto">
                  {text}
                </span>
                <span className="poll-count">{t('poll.share', { count, share })}</span>
              </button>
            </li>
          );
        })}
      </ul>
      <small className="message-note">
        {t(closed ? 'poll.closed' : 'poll.open', { count: voters })}
      </small>
    </section>
  );
}
