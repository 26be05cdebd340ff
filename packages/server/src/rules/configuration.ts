// How a user's own configuration of a conversation changes.
import { create } from '@bufbuild/protobuf';
import { timestampFromMs } from '@bufbuild/protobuf/wkt';
import {
  ConfigurationSchema,
  Configuration_Level as Level,
  isArchived,
  type Configuration,
  type ConversationConfigureRequest,
} from '@hubbub/protocol';

export type ConfigureRequest = Pick<
  ConversationConfigureRequest,
  'level' | 'muteSeconds' | 'pinned' | 'archived'
>;

interface Moment {
  /** The conversation's newest seq. */
  readonly seq: number;
  /** The version of SELF that it gets. */
  readonly version: number;
  readonly now: number;
}

/** What is left out of the request stays. */
export function configure(
  before: Configuration | undefined,
  request: ConfigureRequest,
  { seq, version, now }: Moment,
): Configuration {
  const { level, muteSeconds, pinned } = request;
  // What a message has brought back does not vanish again when it is muted.
  const wasArchived = isArchived(before, seq, now);
  const archived = request.archived ?? wasArchived;
  const archivedSeq = request.archived === undefined ? (before?.archivedSeq ?? 0) : seq;
  const muted =
    muteSeconds === undefined ? before?.mutedUntil : timestampFromMs(now + muteSeconds * 1000);
  return create(ConfigurationSchema, {
    level: level || before?.level || Level.ALL,
    ...(muteSeconds !== 0 && muted && { mutedUntil: muted }),
    // Versions only rise, so what is pinned last stands highest.
    pinned: pinned === undefined ? (before?.pinned ?? 0) : pinned ? version : 0,
    archived,
    archivedSeq: archived ? archivedSeq : 0,
  });
}
