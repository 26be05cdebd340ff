import type { Poll } from '@hubbub/protocol';
import { t } from '../strings.ts';

/** A poll as it stands; voting is not part of the web app yet. */
export function PollCard({ poll: { question, options, voters, closed } }: { poll: Poll }) {
  return (
    <section className="poll" aria-label={t('poll.said', { question })}>
      <p className="message-text" dir="auto">
        {question}
      </p>
      <ul>
        {options.map(({ text, votes }) => (
          <li key={text} dir="auto">
            {t('poll.option', { text, votes })}
          </li>
        ))}
      </ul>
      <small className="message-note">
        {t(closed ? 'poll.closed' : 'poll.open', { count: voters })}
      </small>
    </section>
  );
}
