import { useEffect, useRef } from 'react';
import { Icon } from '../components/icon.tsx';
import { isPressed } from '../keys.ts';
import { t } from '../strings.ts';
import '../style/voice.css';
import { RecordingBar } from './recording-bar.tsx';
import './texts.ts';
import { useGesture } from './use-gesture.ts';
import { useOutgoing } from './use-outgoing.ts';
import { useRecording } from './use-recording.ts';

interface VoiceButtonProps {
  readonly conversation: string;
  /** False where something is written: then that is sent. */
  readonly isShown: boolean;
  readonly replyTo: number | undefined;
  /** What it answers is answered. */
  readonly spoken: () => void;
}

export default function VoiceButton({ conversation, isShown, replyTo, spoken }: VoiceButtonProps) {
  const button = useRef<HTMLButtonElement>(null);
  const { send, sending, failed } = useOutgoing(conversation);
  const recording = useRecording((note) => {
    send({ ...note, replyTo });
    spoken();
  });
  const { running, problem, cancel, finish } = recording;
  const { held, handlers } = useGesture(recording);
  const giveUp = useRef(cancel);
  useEffect(() => {
    giveUp.current = () => {
      cancel();
      button.current?.focus();
    };
  });
  useEffect(() => {
    if (!running) return undefined;
    const onKey = (event: KeyboardEvent) => {
      if (!isPressed('composer.giveUp', event)) return;
      event.preventDefault();
      event.stopPropagation();
      giveUp.current();
    };
    document.addEventListener('keydown', onKey, true);
    return () => document.removeEventListener('keydown', onKey, true);
  }, [running]);

  const name = t(running ? 'voice.send' : 'voice.record');
  return (
    <>
      {running && (
        <RecordingBar
          recording={running}
          held={held}
          cancel={() => giveUp.current()}
          finish={finish}
        />
      )}
      {(isShown || running) && (
        <button
          ref={button}
          type="button"
          className={`icon-button voice-button ${running ? 'composer-send' : ''}`}
          aria-label={name}
          title={running ? name : t('voice.hint')}
          {...handlers}
        >
          <Icon name={running ? 'send' : 'mic'} />
        </button>
      )}
      {sending > 0 && <output className="voice-note-line">{t('voice.sending')}</output>}
      {problem && (
        <p role="alert" className="voice-note-line voice-problem">
          {t(problem)}
        </p>
      )}
      {failed && (
        <p role="alert" className="voice-note-line voice-problem">
          {t('voice.failed', { reason: failed.reason })}{' '}
          <button type="button" className="link-button" onClick={() => failed.retry()}>
            {t('voice.retry')}
          </button>{' '}
          <button type="button" className="link-button" onClick={() => failed.discard()}>
            {t('voice.discard')}
          </button>
        </p>
      )}
    </>
  );
}
