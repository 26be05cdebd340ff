import { expect } from 'bun:test';
import { Game_End, Reason_Code } from '@hubbub/protocol';
import { until } from '../../support/until.ts';
import { stories } from '../stories.ts';
import { options, refusal, told } from './game.ts';

const tell = stories(options);

tell(
  'leaving frees the seat and ends the membership; the last one ends the game',
  async ({ meet }) => {
    const [alice, bob] = [await meet('alice'), await meet('bob')];
    const { game } = await alice.call('game.create', { type: 'steady' });
    const id = game!.id;
    await bob.call('game.join', { game: id });
    await bob.call('game.leave', { game: id });
    await until(() => told(bob, id).some((event) => event.case === 'left'));
    expect(told(bob, id).find((event) => event.case === 'left')?.value).toBe(Reason_Code.LEFT);
    expect(await refusal(bob.call('conversation.get', { conversation: game!.conversation }))).toBe(
      'UNKNOWN',
    );
    expect(await refusal(bob.call('game.leave', { game: id }))).toBe('NOT_SEATED');
    const heard = told(bob, id).length;
    await alice.call('game.leave', { game: id });
    const over = await alice.call('game.get', { game: id });
    expect(over.game?.end).toBe(Game_End.ABANDONED);
    expect(await refusal(bob.call('game.join', { game: id }))).toBe('ENDED');
    await bob.settle();
    expect(told(bob, id).length).toBe(heard);
  },
);
