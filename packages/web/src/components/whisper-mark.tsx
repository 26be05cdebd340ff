import type { WhisperView } from '@hubbub/client';
import { useReadMark } from '../state/use-read-mark.ts';

/** Marks a whisper as read up to what was in sight. Draws nothing. */
export function WhisperMark({ whisper, seq }: { whisper: WhisperView; seq: number }) {
  useReadMark(whisper, seq);
  return null;
}
