// Asking before somebody comes in or goes. These operations have no key: a repeated one changes nothing, and so asks nobody.
// Whether it is one is read before the hooks; should it have become untrue when the write runs, the write is rolled back and
// everything begins anew, so that nobody comes in or goes unasked by doing two things at the same moment.
import {
  Conversation_Kind as Kind,
  conversationId,
  OperationError,
  Reason_Code,
  userId,
  type UserId,
} from '@hubbub/protocol';
import { hashCode } from '../features/invite/code.ts';
import { findInvite } from '../store/invite-store.ts';
import type { Write } from '../store/statement.ts';
import type { StreamChange } from '../store/stream.ts';
import { run, whereOf, withWrite, type AnyCall, type Answer, type Asking } from './call.ts';
import { readMoving, type Move } from './places.ts';

const mostTries = 3;
const moved = Symbol('who is in it has changed meanwhile');

export async function askMove(
  act: Move['act'],
  call: AnyCall,
  { operation, runner }: Asking,
): Promise<Answer> {
  const move = await moveOf(act, call);
  const asked = new Set<UserId>();
  for (let tries = 0; tries < mostTries; tries += 1) {
    const { kind, users } = await call.read(readMoving, move);
    const unasked = users.filter((user) => !asked.has(user));
    await Promise.all(
      unasked.map(async (user) => {
        const { conversation, by } = move;
        const event = { conversation, kind: Kind[kind], user, by };
        if (act !== 'leave' && act !== 'remove' && act !== 'ban')
          await runner.ask('join', event, { where: whereOf(call) });
        else {
          const reason = Reason_Code[act === 'leave' ? Reason_Code.LEFT : Reason_Code.KICKED];
          await runner.ask('leave', { ...event, reason }, { where: whereOf(call) });
        }
        asked.add(user);
      }),
    );
    try {
      return await run(
        operation,
        withWrite(call, (write) => only(write, { move, asked })),
      );
    } catch (error) {
      if (!(error instanceof OperationError && error.cause === moved)) throw error;
    }
  }
  throw new OperationError('BUSY');
}

async function moveOf(act: Move['act'], call: AnyCall): Promise<Move> {
  const { args, caller } = call;
  const { conversation, users, user, code } = args as unknown as {
    readonly conversation: string;
    readonly users: readonly string[];
    readonly user: string;
    readonly code: string;
  };
  if (act === 'enter') {
    const hash = hashCode(code);
    const leadsTo = await call.read(findInvite, { hash });
    return { act, conversation: leadsTo, by: caller.user, users: [caller.user], hash };
  }
  const named =
    act === 'add'
      ? [...new Set(users)].map(userId)
      : [act === 'join' || act === 'leave' ? caller.user : userId(user)];
  return { act, conversation: conversationId(conversation), by: caller.user, users: named };
}

/** The write, undone when it moves somebody who was not asked about. */
function only<A, R>(
  write: Write<A, R>,
  { move, asked }: { readonly move: Move; readonly asked: ReadonlySet<UserId> },
): Write<A, R> {
  return {
    name: write.name,
    locks: (args) => write.locks(args),
    *run(tx, args) {
      const result = yield* write.run(tx, args);
      const { streams } = result as { readonly streams: readonly StreamChange[] };
      // Not one to be tried again by the client: those behind it in the lane go on.
      if (movedIn(streams, move).some((user) => !asked.has(user)))
        throw new OperationError('KIND', undefined, { cause: moved });
      return result;
    },
  };
}

function movedIn(streams: readonly StreamChange[], { conversation }: Move): readonly UserId[] {
  return streams.flatMap((stream) => {
    const hasJoined = stream.joined.some((joined) => joined.conversation === conversation);
    return [
      ...(hasJoined ? stream.audience : []),
      ...(stream.conversation === conversation ? stream.left : []),
    ];
  });
}
