import { OperationError, randomKey, UserService } from '@hubbub/protocol';
import { isFitText } from '../../rules/text.ts';
import { updateProfile as store } from '../../store/profile-store.ts';
import { getUsers } from '../../store/user-store.ts';
import { readDisplayName } from '../account/display-name.ts';
import type { UserOperation } from '../operation.ts';
import { profileEmission } from './profile.ts';

export const updateProfile: UserOperation<typeof UserService.method.updateProfile> = {
  method: UserService.method.updateProfile,
  who: 'user',
  guests: true,
  cost: 3,
  idempotency: 'natural',
  async run(call) {
    const { displayName, about, picture } = call.args;
    const [own] = await call.read(getUsers, { users: [call.caller.user] });
    if (own === undefined) throw new OperationError('UNKNOWN');
    // An empty one is the username again, as at sign-up; who has none keeps the name.
    const fallback = own.username || own.displayName;
    const user = await call.write(store, {
      user: call.caller.user,
      displayName: displayName === undefined ? undefined : readDisplayName(displayName, fallback),
      about: about === undefined ? undefined : readAbout(about),
      picture,
      outboxId: randomKey(),
    });
    return { result: { user }, emissions: [profileEmission(call.app, user)] };
  },
};

function readAbout(text: string): string {
  const about = text.normalize('NFC').replaceAll(/\r\n?/g, '\n').trim();
  if (about !== '' && !isFitText(about))
    throw new OperationError('FIELD', 'about must be visible text without control characters.');
  return about;
}
