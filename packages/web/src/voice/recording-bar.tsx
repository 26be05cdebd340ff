import { useEffect, useState } from 'react';
import { formatLength } from '../format/length.ts';
import { t } from '../strings.ts';
import { longestMs, type Recording } from './recording.ts';
import { Wave } from './wave.tsx';

const shownLevels = 60;

interface RecordingBarProps {
  readonly recording: Recording;
  /** By a finger, or a mouse button: whether it is where letting go sends. */
  readonly held: 'near' | 'away' | undefined;
  readonly cancel: () => void;
  readonly finish: () => void;
}

/** In place of what is written: how long it is, that something is heard, the way out. */
export function RecordingBar({ recording, held, cancel, finish }: RecordingBarProps) {
  const [ms, setMs] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setMs(recording.ms()), 100);
    return () => clearInterval(timer);
  }, [recording]);
  useEffect(() => {
    if (ms >= longestMs) finish();
  });
  const recent = recording.levels.slice(-shownLevels);
  const levels = [...Array.from({ length: shownLevels - recent.length }, () => 0), ...recent];
  return (
    <fieldset className="voice-running" aria-label={t('voice.recording')}>
      <span className="voice-dot" aria-hidden="true" />
      <span role="timer" aria-live="off" className="voice-length">
        {formatLength(ms - (ms % 1000))}
      </span>
      <Wave levels={levels} />
      {held ? (
        <span className="voice-hint">{t(held === 'away' ? 'voice.release' : 'voice.slide')}</span>
      ) : (
        <button type="button" className="link-button" onClick={cancel}>
          {t('voice.cancel')}
        </button>
      )}
    </fieldset>
  );
}
