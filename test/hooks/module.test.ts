// The server as a module of another program, its hooks given as values.
import { expect, test } from 'bun:test';
import * as api from '@hubbub/server';
import { defineHooks, Refusal, start } from '@hubbub/server';
import * as provided from '../../packages/server/src/public.ts';
import { makeFolder } from '../support/folder.ts';
import { signUp } from '../support/people.ts';

test('a program runs the server with hooks that see its own variables', async () => {
  const folder = makeFolder();
  const names: string[] = [];
  const hooks = defineHooks({
    before: {
      signUp({ username }) {
        if (username === 'root') throw new Refusal('This name is ours.');
      },
    },
    after: { signUp: ({ displayName }) => names.push(displayName) },
  });
  const options = { port: 0, data: folder.path, logLevel: 'silent' };
  const server = await start(options, { hooks: [hooks] });
  await signUp(server.url, 'alice', { displayName: 'Alice' });
  expect(signUp(server.url, 'root')).rejects.toThrow('This name is ours.');
  await server.stop();
  expect(names).toEqual(['Alice']);
  folder.remove();
});

test('hooks that are none stop the start', async () => {
  const folder = makeFolder();
  const hooks = [{ before: { send: 'no' } } as never];
  const asked = start({ port: 0, data: folder.path }, { hooks });
  expect(asked).rejects.toThrow('hooks[0]: before.send is no function');
  await asked.catch(() => undefined);
  folder.remove();
});

test('files in folders find what programs find', () => {
  expect(Object.keys({ ...provided, start }).toSorted()).toEqual(Object.keys(api).toSorted());
});
