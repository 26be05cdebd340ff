import {
  AppKey_Scope,
  formatId,
  OperationError,
  randomKey,
  UserService,
  type AppId,
  type AppSettings,
} from '@hubbub/protocol';
import { isTaken } from '../../store/account-store.ts';
import { createUser } from '../../store/managed-store.ts';
import { readDisplayName } from '../account/display-name.ts';
import { readNewPassword } from '../account/new-password.ts';
import type { Passwords } from '../account/passwords.ts';
import { makeTypedCode } from '../account/typed-code.ts';
import { readUsername } from '../account/username.ts';
import { noted } from '../audit/note.ts';
import type { ServiceOperation } from '../operation.ts';

export interface CreateNeeds {
  readonly passwords: Passwords;
  readonly settingsOf?: (app: AppId) => AppSettings | undefined;
}

/** 80 random bits. */
const madeLetters = 16;

export function create({
  passwords,
  settingsOf,
}: CreateNeeds): ServiceOperation<typeof UserService.method.create> {
  return {
    method: UserService.method.create,
    who: 'service',
    scope: AppKey_Scope.USERS,
    operator: true,
    cost: 5,
    idempotency: 'none',
    doors: ['http', 'grpc'],
    async run(call) {
      const { name: username, folded: usernameFolded } = readUsername(call.args.username);
      const displayName = readDisplayName(call.args.displayName, username);
      const made = call.args.password === '' ? makeTypedCode(madeLetters) : '';
      const names = [username, displayName, call.app, 'hubbub'];
      const password = readNewPassword(call.args.password || made, names);
      if (await call.read(isTaken, { usernameFolded })) throw new OperationError('TAKEN');
      const id = formatId('usr', randomKey());
      const note = { action: 'user.create', target: id, details: { username } };
      const user = await call.write(noted(call, createUser, note), {
        user: id,
        username,
        usernameFolded,
        displayName,
        passwordHash: await passwords.hash(password),
        mostUsers: settingsOf?.(call.app)?.quota?.users ?? 0,
      });
      return { result: { user, password: made } };
    },
  };
}
