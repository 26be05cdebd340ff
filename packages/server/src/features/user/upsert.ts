import {
  AppKey_Scope,
  formatId,
  OperationError,
  randomKey,
  UserService,
  UserUpsertOutcome_Status as Status,
  type AppId,
  type AppSettings,
  type UserDescription,
  type UserUpsertOutcomeSchema,
} from '@hubbub/protocol';
import type { MessageInitShape } from '@bufbuild/protobuf';
import { upsertUser } from '../../store/external-store.ts';
import { readDisplayName } from '../account/display-name.ts';
import { readUsername } from '../account/username.ts';
import type { Call, ServiceOperation } from '../operation.ts';

export interface UpsertNeeds {
  readonly settingsOf: (app: AppId) => AppSettings | undefined;
}

type Upsert = ServiceOperation<typeof UserService.method.upsert>;
type Outcome = MessageInitShape<typeof UserUpsertOutcomeSchema>;

/** Each user is a write of its own, all of them one commit or a few; what is wrong with one is nothing to the others. */
export function upsert({ settingsOf }: UpsertNeeds): Upsert {
  return {
    method: UserService.method.upsert,
    who: 'service',
    scope: AppKey_Scope.USERS,
    cost: 1,
    idempotency: 'natural',
    doors: ['http', 'grpc'],
    async run(call) {
      const mostUsers = settingsOf(call.app)?.quota?.users ?? 0;
      const one = (user: UserDescription) => upsertOne(call, user, mostUsers);
      return { result: { outcomes: await Promise.all(call.args.users.map(one)) } };
    },
  };
}

async function upsertOne(
  call: Call<unknown>,
  { externalId, username, displayName, picture, system }: UserDescription,
  mostUsers: number,
): Promise<Outcome> {
  try {
    const { user, status } = await call.write(upsertUser, {
      externalId,
      user: formatId('usr', randomKey()),
      username: username === '' ? undefined : readUsername(username),
      displayName: readDisplayName(displayName, ''),
      picture,
      system,
      mostUsers,
    });
    return { user, status: Status[status] };
  } catch (error) {
    // What the database cannot do at the moment it can do for none of them.
    if (!(error instanceof OperationError) || error.retryable) throw error;
    return { status: Status.REFUSED, reason: error.reason, message: error.message };
  }
}
