// What it costs to keep messages, and nothing else: bare Bun that stores each in SQLite as Hubbub does (membership looked up, the
// key looked up, the head's numbers raised, one row under two unique indexes, synchronous=FULL, one commit for all of a turn),
// answers after the commit and then delivers. No login, no format of its own, no rights, no search.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Database } from 'bun:sqlite';
import type { ServerWebSocket } from 'bun';

interface Session {
  readonly user: number;
  said: number;
}
type Socket = ServerWebSocket<Session>;

interface Place {
  readonly seq: number;
  readonly version: number;
  readonly role: number;
}

const pauseMs = 2;
const folder = mkdtempSync(join(tmpdir(), 'hubbub-bench-durable-'));
const database = new Database(join(folder, 'messages.db'), { create: true });
for (const setting of [
  'journal_mode = wal',
  'synchronous = full',
  'wal_autocheckpoint = 8000',
  'cache_size = -32000',
])
  database.run(`pragma ${setting}`);
database.run(
  'create table conversation (id integer primary key, seq integer not null, version integer not null) strict',
);
database.run(
  'create table member (conversation integer, user integer, role integer, primary key (conversation, user)) strict, without rowid',
);
database.run(`create table message (conversation integer, seq integer, version integer, sender integer, key text, digest blob,
  content blob, created_at integer, primary key (conversation, seq)) strict`);
database.run('create unique index message_by_key on message (conversation, sender, key)');

const select = database.prepare<Place, [number, number]>(
  'select c.seq, c.version, m.role from conversation c join member m on m.conversation = c.id and m.user = ? where c.id = ?',
);
const selectKey = database.prepare<{ seq: number }, [number, number, string]>(
  'select seq from message where conversation = ? and sender = ? and key = ?',
);
const raise = database.prepare('update conversation set seq = ?, version = ? where id = ?');
const insert = database.prepare('insert into message values (?, ?, ?, ?, ?, ?, ?, ?)');

const [work = 'fanout'] = process.argv.slice(2);
const isRoom = work === 'fanout';
const sockets = new Map<number, Socket>();
const digest = new Uint8Array(32);
let waiting: { socket: Socket; text: string }[] = [];
let lastEnd = 0;

const server = Bun.serve<Session>({
  port: 0,
  hostname: '127.0.0.1',
  fetch(request, self) {
    const user = Number(new URL(request.url).searchParams.get('user'));
    return self.upgrade(request, { data: { user, said: 0 } })
      ? undefined
      : new Response('', { status: 400 });
  },
  websocket: {
    perMessageDeflate: false,
    open(socket) {
      const { user } = socket.data;
      const id = conversationOf(user);
      sockets.set(user, socket);
      database.run('insert or ignore into conversation values (?, 0, 0)', [id]);
      database.run('insert or ignore into member values (?, ?, 1)', [id, user]);
      if (isRoom) socket.subscribe('room');
    },
    message(socket, text) {
      if (waiting.length === 0) {
        const rest = lastEnd + pauseMs - performance.now();
        if (rest <= 0) setImmediate(commit);
        else setTimeout(commit, rest);
      }
      waiting.push({ socket, text: String(text) });
    },
    close: (socket) => void sockets.delete(socket.data.user),
  },
});
console.log(`listening ${server.port}`);
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));

function conversationOf(user: number): number {
  return isRoom ? 1 : 1 + Math.floor(user / 2);
}

function commit(): void {
  const batch = waiting;
  waiting = [];
  database.run('begin immediate');
  for (const { socket, text } of batch) keep(socket.data, text);
  database.run('commit');
  lastEnd = performance.now();
  for (const { socket, text } of batch) deliver(socket, text);
}

function keep(session: Session, text: string): void {
  const id = conversationOf(session.user);
  const place = select.get(session.user, id);
  const key = `c${session.user}-${++session.said}`;
  if (place === null || selectKey.get(id, session.user, key) !== null) return;
  const [seq, version] = [place.seq + 1, place.version + 1];
  raise.run(seq, version, id);
  insert.run(id, seq, version, session.user, key, digest, Buffer.from(text), Date.now());
}

function deliver(socket: Socket, text: string): void {
  if (isRoom) {
    server.publish('room', text);
    return;
  }
  sockets.get(socket.data.user ^ 1)?.send(text);
  socket.send('ok');
}
