// What operations keep to by the options, and by what an app has of its own.
import type { AppDirectory } from '../features/app/directory.ts';
import type { OperationNeeds } from '../features/index.ts';
import type { Config } from '../config/table.ts';
import { memoryLimiter, type MakeLimiter } from '../ports/limiter.ts';
import { callRates } from '../rates.ts';

type Limits = Pick<
  OperationNeeds,
  'heartbeatMs' | 'friendRequests' | 'media' | 'groupMembers' | 'windows'
>;

export function operationLimits(config: Config, directory: AppDirectory): Limits {
  const windows = {
    editMs: config.editSeconds * 1000,
    recallMs: config.recallSeconds * 1000,
  };
  return {
    heartbeatMs: config.pingMs,
    friendRequests: config.friendRequests,
    media: {
      ...uploadBounds(config),
      mostBytesOfUser: config.userMediaBytes,
      sweepMs: config.mediaSweepMs,
    },
    groupMembers: (app) => directory.groupMembersOf(app) || config.groupMembers,
    windows: () => windows,
  };
}

/** For the operations and for the door that uploads come through. */
export function uploadBounds({ mediaBytes: mostBytes, fileBytes: mostBytesOfFile }: Config) {
  return { mostBytes, mostBytesOfFile };
}

interface RateParts {
  readonly directory: AppDirectory;
  readonly make: MakeLimiter | undefined;
}

export function operationRates(config: Config, { directory, make = memoryLimiter }: RateParts) {
  return callRates({
    usual: { perSecond: config.ratePerSecond, burst: config.rateBurst },
    keys: { perSecond: config.keyRate, burst: config.keyRate },
    own: (app) => directory.rateOf(app),
    make,
  });
}
