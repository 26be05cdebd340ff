// One recording at a time: asked for, running, over. What keeps it from beginning is told in words.
import { useEffect, useRef, useState } from 'react';
import { useAppState } from '../state/app-state.ts';
import { t, type StringKey } from '../strings.ts';
import { record, type Recording, type Spoken } from './recording.ts';

export interface UseRecording {
  readonly running: Recording | undefined;
  readonly problem: StringKey | undefined;
  readonly start: () => void;
  readonly finish: () => void;
  readonly cancel: () => void;
}

export function useRecording(take: (spoken: Spoken) => void): UseRecording {
  const { announcer } = useAppState();
  const [running, setRunning] = useState<Recording>();
  const [problem, setProblem] = useState<StringKey>();
  const isWanted = useRef(false);
  const current = useRef<Recording>(undefined);
  const clear = () => {
    isWanted.current = false;
    current.current = undefined;
    setRunning(undefined);
  };
  const begin = async () => {
    const recording = await record();
    // Given up, or gone elsewhere, while the browser asked.
    if (!isWanted.current) return recording.cancel();
    current.current = recording;
    setRunning(recording);
    announcer.say(t('voice.begun'));
  };
  useEffect(
    () => () => {
      isWanted.current = false;
      current.current?.cancel();
    },
    [],
  );
  return {
    running,
    problem,
    start() {
      if (isWanted.current) return;
      isWanted.current = true;
      setProblem(undefined);
      begin().catch((error: unknown) => {
        clear();
        setProblem(whyNot(error));
      });
    },
    finish() {
      const recording = current.current;
      if (!recording) return;
      clear();
      void recording.finish().then((spoken) => {
        if (spoken) take(spoken);
        else setProblem('voice.short');
      });
    },
    cancel() {
      current.current?.cancel();
      clear();
      announcer.say(t('voice.cancelled'));
    },
  };
}

function whyNot(error: unknown): StringKey {
  const name = error instanceof Error ? error.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'voice.denied';
  return name === 'NotFoundError' ? 'voice.none' : 'voice.busy';
}
