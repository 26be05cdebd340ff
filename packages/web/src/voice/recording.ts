// Sound from the microphone, and how loud it is from beginning to end.
import { inBars } from './loudness.ts';

export interface Spoken {
  readonly file: File;
  readonly durationMs: number;
  readonly loudness: Uint8Array;
}

export interface Recording {
  ms(): number;
  /** The newest last, 0 to 255. */
  readonly levels: readonly number[];
  /** Ends it; undefined when there is too little to hear. */
  finish(): Promise<Spoken | undefined>;
  cancel(): void;
}

const sampleMs = 50;
const shortestMs = 600;
export const longestMs = 5 * 60_000;

/** What every player knows comes first. */
const kinds = [
  'audio/mp4;codecs=mp4a.40.2',
  'audio/webm;codecs=opus',
  'audio/mp4',
  'audio/ogg;codecs=opus',
];

/** Rejects when the microphone is not given. */
export async function record(): Promise<Recording> {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  const kind = kinds.find((one) => MediaRecorder.isTypeSupported(one)) ?? '';
  const recorder = new MediaRecorder(stream, { mimeType: kind, audioBitsPerSecond: 32_000 });
  const parts: Blob[] = [];
  recorder.ondataavailable = ({ data }) => parts.push(data);
  const meter = meterOf(stream);
  const began = performance.now();
  const levels: number[] = [];
  const timer = setInterval(() => levels.push(meter.level()), sampleMs);
  recorder.start(1_000);
  const ms = (): number => Math.round(performance.now() - began);
  const end = (): void => {
    clearInterval(timer);
    meter.close();
    for (const track of stream.getTracks()) track.stop();
  };
  return {
    ms,
    levels,
    async finish() {
      const durationMs = Math.min(ms(), longestMs);
      await stopped(recorder);
      end();
      if (durationMs < shortestMs) return undefined;
      const type = kind.split(';')[0] ?? '';
      const file = new File(parts, `voice.${type.split('/')[1]}`, { type });
      return { file, durationMs, loudness: inBars(levels) };
    },
    cancel() {
      if (recorder.state !== 'inactive') recorder.stop();
      end();
    },
  };
}

/** It may have ended by itself, when the microphone was taken out. */
async function stopped(recorder: MediaRecorder): Promise<void> {
  if (recorder.state === 'inactive') return;
  const ended = new Promise((resolve) => recorder.addEventListener('stop', resolve));
  recorder.stop();
  await ended;
}

function meterOf(stream: MediaStream): { level(): number; close(): void } {
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  analyser.fftSize = 1024;
  context.createMediaStreamSource(stream).connect(analyser);
  const wave = new Uint8Array(analyser.fftSize);
  let isClosed = false;
  return {
    level() {
      analyser.getByteTimeDomainData(wave);
      const loudest = wave.reduce((most, value) => Math.max(most, Math.abs(value - 128)), 0);
      return Math.min(255, loudest * 2);
    },
    close() {
      if (!isClosed) void context.close();
      isClosed = true;
    },
  };
}
