// What people write comes back as they wrote it, character for character, on both databases and at every door; what is no text
// is refused.
import { describe, expect } from 'bun:test';
import { create, toBinary } from '@bufbuild/protobuf';
import { methods } from '@hubbub/protocol';
import { GrpcClient } from '../../support/grpc.ts';
import { createDatabase } from '../../support/postgres.ts';
import {
  makeRoom,
  reasonIn,
  refused,
  say,
  stories,
  textOf,
  type DoorName,
  type Person,
  type Scene,
} from '../stories.ts';

const texts = [
  '👩‍👩‍👧‍👦 🏳️‍🌈 👍🏽 🇪🇺',
  '漢字かな交じり文、한국어、繁體字 𠮷野家',
  'שלום \u202eעולם\u202c مرحبا \u2067abc\u2069',
  'a\u0000b\u0000',
  'e\u0301 is not \u00e9, and \ufeff stays',
  ' \t spaces,\r\nlines\n\n\u2028 and ends ',
  '\u{10ffff}\u{fffe}\ufffd',
  "'; drop table message; -- % _ \\ $1 ?",
];

const engines = {
  SQLite: async () => ({}),
  PostgreSQL: async () => ({ database: await createDatabase({ fsync: false, isMigrated: true }) }),
};

for (const [engine, options] of Object.entries(engines))
  describe(engine, () => {
    const tell = stories(options);

    tell('every text round-trips, live, in history and by pull', async ({ meet }) => {
      const alice = await meet('alice');
      const bob = await meet('bob');
      const conversation = await makeRoom(alice, '漢字 👋');
      const joined = await bob.call('conversation.join', { conversation });
      expect(joined.conversation?.title).toBe('漢字 👋');
      for (const text of texts) await say(alice, conversation, text);
      await bob.untilChange(({ version = 0 }) => version === 2 + texts.length, 'the last one');
      expect(
        bob
          .changes(conversation)
          .flatMap(({ messages }) => messages)
          .map(textOf),
      ).toEqual(texts);
      const { messages } = await bob.call('message.history', { conversation });
      expect(messages.map(textOf)).toEqual(texts);
      const { changes } = await bob.call('sync.pull', { only: [conversation] });
      expect(changes[0]?.messages.map(textOf)).toEqual(texts);
    });

    tell('half a surrogate pair is refused, and nothing is stored', async (scene) => {
      const alice = await scene.meet('alice');
      const conversation = await makeRoom(alice);
      const reason = await sendHalf[scene.door]({ scene, alice, conversation });
      expect(['FIELD', 'MALFORMED']).toContain(reason);
      expect(await say(alice, conversation, 'whole')).toBe(1);
    });
  });

interface Half {
  readonly scene: Scene;
  readonly alice: Person;
  readonly conversation: string;
}

/** Past the clients, which would not send it. */
const sendHalf: Readonly<Record<DoorName, (half: Half) => Promise<string>>> = {
  'socket in JSON': async ({ alice, conversation }) => {
    const answer = Promise.withResolvers<string>();
    const { ws } = alice.socket;
    ws.addEventListener(
      'message',
      ({ data }) => String(data).includes('"id":4000') && answer.resolve(String(data)),
    );
    ws.send(`{"id":4000,"op":"message.send","args":${halfBody(conversation)}}`);
    return String(/"reason":"(\w+)"/.exec(await answer.promise)?.[1]);
  },
  'socket in protobuf': async ({ alice, conversation }) => {
    // The bytes of one character of the same length are exchanged on the way out.
    const { ws } = alice.socket;
    const send = ws.send.bind(ws);
    ws.send = (data) => {
      const bytes = Buffer.from(data as Uint8Array);
      const at = bytes.indexOf('\u0800');
      if (at >= 0) bytes.set([0xed, 0xa0, 0x80], at);
      send(bytes);
    };
    const reason = await refused(say(alice, conversation, 'half \u0800'));
    ws.send = send;
    return reason;
  },
  HTTP: async ({ scene, alice, conversation }) => {
    const response = await fetch(`${scene.server.url}/hubbub.v1.MessageService/Send`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${alice.token}` },
      body: halfBody(conversation),
    });
    expect(response.status).toBe(400);
    return reasonIn(await response.json());
  },
  gRPC: async ({ scene, alice, conversation }) => {
    const { input } = methods['message.send'];
    const content = { case: 'text', value: 'half \u0800' } as const;
    const args = create(input, { conversation, clientMsgId: 'half', content });
    const bytes = Buffer.from(toBinary(input, args));
    bytes.set([0xed, 0xa0, 0x80], bytes.indexOf('\u0800'));
    const grpc = new GrpcClient(scene.server.grpc);
    const { token } = alice;
    const reason = await refused(grpc.send('/hubbub.v1.MessageService/Send', bytes, { token }));
    grpc.close();
    return reason;
  },
};

function halfBody(conversation: string): string {
  return `{"conversation":"${conversation}","clientMsgId":"half","text":"half \\ud800"}`;
}
