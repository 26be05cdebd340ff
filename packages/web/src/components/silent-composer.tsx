import { formatExact, formatTime, isToday } from '../format/time.ts';
import type { Silence } from '../state/use-voice.ts';
import { t } from '../strings.ts';
import { Icon } from './icon.tsx';

/** In the composer's place while one may only read: why, and until when. */
export function SilentComposer({ silence }: { silence: NonNullable<Silence> }) {
  const text =
    silence === 'role'
      ? t('groups.onlyStaff')
      : t('groups.mutedUntil', {
          time: isToday(silence) ? formatTime(silence) : formatExact(silence),
        });
  return (
    <output className="composer silent-composer">
      <Icon name="lock" />
      {text}
    </output>
  );
}
