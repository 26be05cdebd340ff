import { useRef, useState } from 'react';
import { Icon } from '../components/icon.tsx';
import { formatLength } from '../format/length.ts';
import { pictureUrl } from '../pictures/picture-url.ts';
import { perLocale, t } from '../strings.ts';
import '../style/voice.css';
import { nextRate, storedRate } from './rate.ts';
import './texts.ts';
import { Wave } from './wave.tsx';

const plainNumber = perLocale((locale) => new Intl.NumberFormat(locale));

interface VoiceNoteProps {
  readonly media: string;
  readonly durationMs: number;
  readonly loudness: Iterable<number>;
}

/** Plays what was spoken, from any place of it, faster if one likes. */
export function VoiceNote({ media, durationMs, loudness }: VoiceNoteProps) {
  const audio = useRef<HTMLAudioElement>(null);
  const [isPlaying, setPlaying] = useState(false);
  const [isBroken, setBroken] = useState(false);
  const [atMs, setAt] = useState(0);
  const [rate, setRate] = useState(storedRate);
  const length = formatLength(durationMs);
  const toggle = () => {
    const { current } = audio;
    if (!current?.paused) return current?.pause();
    current.playbackRate = storedRate();
    setRate(storedRate());
    current.play().catch(() => undefined);
  };
  const seek = (ms: number) => {
    setAt(ms);
    if (audio.current) audio.current.currentTime = ms / 1000;
  };
  const hurry = () => {
    const next = nextRate(rate);
    setRate(next);
    if (audio.current) audio.current.playbackRate = next;
  };
  const speed = `${plainNumber().format(rate)}×`;
  return (
    <fieldset className="voice" aria-label={t('voice.note', { length })}>
      <button
        type="button"
        className="icon-button voice-play"
        aria-label={t(isPlaying ? 'voice.pause' : 'voice.play', { length })}
        onClick={toggle}
      >
        <Icon name={isPlaying ? 'pause' : 'play'} />
      </button>
      <span className="voice-track">
        <Wave levels={loudness} heard={durationMs > 0 ? atMs / durationMs : 0} />
        <input
          type="range"
          min={0}
          max={durationMs}
          step={500}
          value={Math.min(atMs, durationMs)}
          aria-label={t('voice.position')}
          aria-valuetext={t('voice.at', { at: formatLength(atMs), length })}
          onChange={({ target }) => seek(Number(target.value))}
        />
      </span>
      <span className="voice-length">{formatLength(atMs > 0 ? atMs : durationMs)}</span>
      <button
        type="button"
        className="voice-speed"
        aria-label={t('voice.speed', { rate: speed })}
        onClick={hurry}
      >
        {speed}
      </button>
      {isBroken && (
        <p role="alert" className="voice-problem">
          {t('voice.unplayable')}{' '}
          <a href={pictureUrl(media)} download>
            {t('voice.download')}
          </a>
        </p>
      )}
      {/* oxlint-disable-next-line jsx-a11y/media-has-caption -- of what people say there are no captions */}
      <audio
        ref={audio}
        src={pictureUrl(media)}
        preload="none"
        onPlay={({ currentTarget }) => {
          setPlaying(true);
          pauseOthers(currentTarget);
        }}
        onPause={() => setPlaying(false)}
        onEnded={() => setAt(0)}
        onError={() => setBroken(true)}
        onTimeUpdate={({ currentTarget }) => setAt(currentTarget.currentTime * 1000)}
      />
    </fieldset>
  );
}

/** One voice at a time. */
function pauseOthers(playing: HTMLAudioElement): void {
  for (const other of document.querySelectorAll('audio')) if (other !== playing) other.pause();
}
