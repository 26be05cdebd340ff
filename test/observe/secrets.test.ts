// O2: marked secrets and marked texts go through every operation, every door, refusals and failures of the database, and
// never come out in the log, the metrics, the traces or what a caller is told of an error. On both databases.
import { Database } from 'bun:sqlite';
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { create, toBinary, toJson } from '@bufbuild/protobuf';
import { methods, operationName, type OperationName } from '@hubbub/protocol';
import { Client } from 'pg';
import { startCollector, type Collector } from '../support/collector.ts';
import { asIs, GrpcClient } from '../support/grpc.ts';
import { createDatabase } from '../support/postgres.ts';
import { runs } from '../support/runs.ts';
import { allDoors, openSocket, startServer, type TestServer } from '../support/server.ts';
import { MarkedArgs, numbers } from './marked-args.ts';

setDefaultTimeout(240_000);

/** Each calls every operation there is; half of them after the database has begun to fail. */
const rounds = runs(30, 130);
const evil = '\n{"level":"fatal","msg":"forged"}\u001b[2J\u009b31m';

/** Tables and columns that hold what people wrote. */
const planted = [
  ['message', 'content'],
  ['conversation', 'title'],
] as const;

interface Fault {
  plant(server: TestServer): Promise<void>;
}

const engines: Record<string, () => Promise<{ database: string; fault: Fault }>> = {
  sqlite: async () => ({
    database: '',
    fault: {
      // What is written from now on fails with a message that quotes it.
      async plant({ data }) {
        const database = new Database(join(data, 'hubbub.db'));
        for (const [table, column] of planted)
          database.run(`create trigger planted_${table} before insert on ${table} begin
            select raise(abort, 'row ' || cast(new.${column} as text)); end`);
        database.close();
      },
    },
  }),
  postgres: async () => {
    const database = await createDatabase({ fsync: false, isMigrated: true });
    return {
      database,
      fault: {
        // PostgreSQL tells the whole row that fails a check.
        async plant() {
          const client = new Client({ connectionString: database });
          await client.connect();
          for (const [table] of planted)
            await client.query(
              `alter table ${table} add constraint planted check (app < 0) not valid`,
            );
          await client.end();
        },
      },
    };
  },
};

for (const [engine, prepare] of Object.entries(engines))
  describe(engine, () => {
    const logs = mkdtempSync(join(tmpdir(), 'hubbub-marked-'));
    let collector: Collector;
    let server: TestServer;
    let fault: Fault;
    let isStopped = false;
    const stop = async () => {
      if (!isStopped) await server.stop();
      isStopped = true;
    };
    beforeAll(async () => {
      collector = startCollector();
      const prepared = await prepare();
      ({ fault } = prepared);
      server = await startServer({
        ...allDoors,
        database: prepared.database,
        otlp: collector.url,
        logFile: join(logs, 'hubbub.log'),
        logLevel: 'trace',
      });
    });
    afterAll(async () => {
      await stop();
      await collector.stop();
      rmSync(logs, { recursive: true });
    });

    test('no mark comes out', async () => {
      const marks = new Set<string>();
      let count = 0;
      const newMark = () => {
        const mark = `mark${(count += 1).toString(36)}x${crypto.randomUUID().slice(0, 6)}`;
        marks.add(mark);
        return mark;
      };
      // Some try to forge lines and to command terminals.
      const text = () => `${newMark()}${count % 5 === 0 ? evil : ''}`;
      const told: string[] = [];
      const outcomes = { ok: 0, refused: 0 };

      const post = async (path: string, body: BodyInit, headers: Record<string, string> = {}) => {
        const answer = await fetch(`${server.url}${path}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', ...headers },
          body,
        });
        return { status: answer.status, text: await answer.text() };
      };
      const enter = async (username: string) => {
        const { text: body } = await post(
          '/hubbub.v1.AccountService/SignUp',
          JSON.stringify({ username, password: newMark() }),
        );
        const { token, user } = JSON.parse(body) as { token: string; user: { id: string } };
        marks.add(token);
        return { token, id: user.id };
      };
      const people = [await enter('alice'), await enter('bob'), await enter('carol')];
      const sockets = await Promise.all(
        people.map(async ({ token }, i) => {
          const socket = await openSocket(server.socketUrl, { codec: i === 1 ? 'proto' : 'json' });
          await socket.call('session.open', { token });
          return socket;
        }),
      );
      const grpc = new GrpcClient(server.grpc);
      const [alice] = sockets as [(typeof sockets)[0]];
      const conversations: string[] = [];
      for (const kind of [2, 3, 3]) {
        const made = await alice.call('conversation.create', {
          kind,
          title: newMark(),
          clientKey: newMark(),
        });
        conversations.push(made.conversation?.id ?? '');
      }
      for (const socket of sockets.slice(1))
        for (const conversation of conversations.slice(1))
          await socket.call('conversation.join', { conversation });

      const next = numbers(7);
      const args = new MarkedArgs(text, { conversations, users: people.map(({ id }) => id) }, next);
      const note = (refusal: unknown) => {
        outcomes.refused += 1;
        told.push(refusal instanceof Error ? refusal.message : JSON.stringify(refusal));
      };
      // What ends a login or a conversation would end the run as well; they are called without one.
      const ending =
        /^(account\.|device\.revoke|session\.open|conversation\.(leave|delete|remove))/;
      const all = Object.values(methods).filter((method) => method.methodKind === 'unary');
      for (let round = 0; round < rounds; round += 1) {
        if (round === Math.floor(rounds / 2)) await fault.plant(server);
        await Promise.all(
          all.map(async (method, i) => {
            const op = operationName(method) as OperationName;
            const made = args.for(method);
            const person = ending.test(op) ? undefined : people[(round + i) % people.length];
            const path = `/${method.parent.typeName}/${method.name}`;
            const door = (round + i) % 3;
            if (door === 0 && person !== undefined) {
              const socket = sockets[(round + i) % sockets.length];
              await socket?.call(op, made as never).then(() => (outcomes.ok += 1), note);
            } else if (door === 1) {
              const request = toBinary(method.input, create(method.input, made));
              await grpc
                .send(path, request, person === undefined ? {} : { token: person.token })
                .then(() => (outcomes.ok += 1), note);
            } else {
              const body = JSON.stringify(toJson(method.input, create(method.input, made)));
              const answer = await post(path, body, {
                authorization: `Bearer ${person?.token ?? newMark()}`,
                cookie: `hubbub=${newMark()}`,
                'user-agent': newMark(),
              });
              if (answer.status === 200) outcomes.ok += 1;
              else note(answer.text);
            }
          }),
        );
        // What is no operation at all.
        const stranger = people[round % 3];
        await post(`/hubbub.v1.${newMark()}/${newMark()}?token=${newMark()}`, newMark());
        note((await post('/hubbub.v1.UserService/Find', `{"${newMark()}": "${newMark()}`)).text);
        alice.ws.send(JSON.stringify({ id: 1_000_000 + round, op: `${newMark()}.x`, args: {} }));
        await grpc
          .send(`/${newMark()}/${newMark()}`, asIs(Buffer.from(newMark())), {
            token: stranger?.token ?? '',
          })
          .catch(note);
        const lost = await openSocket(server.socketUrl);
        lost.ws.send(`{"id":1,"op":"session.open","args":{"token":"${newMark()}"`);
        await lost.closed;
      }
      for (const socket of sockets) socket.close();
      grpc.close();
      const metrics = await (await fetch(`${server.url}/metrics`)).text();
      await stop();

      const log = readdirSync(logs)
        .map((name) => readFileSync(join(logs, name), 'utf8'))
        .join('');
      const findings = (where: string) => marksIn(where, marks);
      expect(outcomes.ok + outcomes.refused).toBeGreaterThan(rounds * 25);
      expect(outcomes.ok).toBeGreaterThan(rounds * 5);
      expect(log).toContain('an operation failed unexpectedly');
      expect(collector.spans.length).toBeGreaterThan(rounds * 25);
      expect(findings(log)).toEqual([]);
      expect(findings(metrics)).toEqual([]);
      expect(findings(collector.raw.join('\n'))).toEqual([]);
      expect(findings(told.join('\n'))).toEqual([]);
      // A line is a line of ours, and none holds what a terminal would obey.
      for (const line of log.split('\n').filter((one) => one !== ''))
        expect(JSON.parse(line)).not.toHaveProperty('msg', 'forged');
      // oxlint-disable-next-line no-control-regex
      expect(log.replaceAll('\n', '')).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/);
      // Few series, however many names were tried.
      expect(metrics.split('\n').length).toBeLessThan(all.length * 3 * 40);
    });
  });

/** Looked up where one may begin: looking for each of thirty thousand takes minutes. Logins have a shape of their own. */
function marksIn(where: string, marks: ReadonlySet<string>): string[] {
  const others = [...marks].filter((mark) => !mark.startsWith('mark'));
  const found = others.filter((mark) => where.includes(mark));
  for (let at = where.indexOf('mark'); at >= 0; at = where.indexOf('mark', at + 1))
    for (let end = at + 12; end <= at + 16; end += 1) {
      const mark = where.slice(at, end);
      if (marks.has(mark)) found.push(mark);
    }
  return found;
}

test('a mark is found wherever it stands', () => {
  const marks = new Set(['mark1x12ab34', 'markzzzx00ff00', 'token']);
  expect(marksIn('amark1x12ab34markzzzx00ff00b token', marks).toSorted()).toEqual(
    [...marks].toSorted(),
  );
  expect(marksIn('mark1x12ab3 markzzx00ff00', marks)).toEqual([]);
});
