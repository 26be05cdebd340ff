// Which operations ask hooks first. All of it happens in front of the transaction, which decides once more by itself
// (docs/sync.md 21, 23): a retry is answered without asking, the digest stays that of what the caller sent, and the call keeps
// its place in its lane while a hook thinks.
import type { OperationName } from '@hubbub/protocol';
import { readDisplayName } from '../features/account/display-name.ts';
import { readUsername } from '../features/account/username.ts';
import { run, whereOf, withArgs, type AnyCall, type Answer, type Asking } from './call.ts';
import type { BeforeName } from './define.ts';
import { askMove } from './membership.ts';
import { askEdit, askForward, askSend } from './saying.ts';
import type { Event } from './install.ts';

interface Ask {
  readonly hook: BeforeName;
  run(call: AnyCall, asking: Asking): Promise<Answer>;
}

export const asks: Partial<Record<OperationName, Ask>> = {
  'account.signUp': { hook: 'signUp', run: askSignUp },
  'message.send': { hook: 'send', run: askSend },
  'message.edit': { hook: 'send', run: askEdit },
  'message.forward': { hook: 'send', run: askForward },
  'conversation.join': { hook: 'join', run: (call, asking) => askMove('join', call, asking) },
  'conversation.add': { hook: 'join', run: (call, asking) => askMove('add', call, asking) },
  'invite.join': { hook: 'join', run: (call, asking) => askMove('enter', call, asking) },
  'invite.decide': { hook: 'join', run: askDecide },
  'conversation.leave': { hook: 'leave', run: (call, asking) => askMove('leave', call, asking) },
  'conversation.remove': { hook: 'leave', run: (call, asking) => askMove('remove', call, asking) },
  'conversation.ban': { hook: 'leave', run: (call, asking) => askMove('ban', call, asking) },
};

/** Nobody comes in by a no. */
function askDecide(call: AnyCall, asking: Asking): Promise<Answer> {
  const { approve } = call.args as unknown as { approve: boolean };
  return approve ? askMove('decide', call, asking) : run(asking.operation, call);
}

async function askSignUp(call: AnyCall, { operation, runner }: Asking): Promise<Answer> {
  const args = call.args as unknown as { username: string; displayName: string };
  const { name: username } = readUsername(args.username);
  const event = { username, displayName: readDisplayName(args.displayName, username) };
  const check = ({ displayName }: Event) => void readDisplayName(displayName as string, username);
  const { displayName } = await runner.ask('signUp', event, { where: whereOf(call), check });
  return run(operation, withArgs(call, { displayName }));
}
