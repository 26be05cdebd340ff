// The bare yardstick: Bun's own publish and nothing else. No login, no store, no order of its own.
import type { ServerWebSocket } from 'bun';

interface Session {
  readonly user: number;
}

const [work = 'fanout'] = process.argv.slice(2);
const sockets = new Map<number, ServerWebSocket<Session>>();

const server = Bun.serve<Session>({
  port: 0,
  hostname: '127.0.0.1',
  fetch(request, self) {
    const user = Number(new URL(request.url).searchParams.get('user'));
    return self.upgrade(request, { data: { user } })
      ? undefined
      : new Response('', { status: 400 });
  },
  websocket: {
    perMessageDeflate: false,
    open(socket) {
      const { user } = socket.data;
      sockets.set(user, socket);
      if (work === 'fanout') socket.subscribe('room');
      if (work !== 'idle') return;
      for (let i = 0; i < 10; i += 1) socket.subscribe(`shared ${Math.floor(user / 100)} ${i}`);
      for (let i = 0; i < 3; i += 1) socket.subscribe(`own ${user} ${i}`);
    },
    message(socket, text) {
      if (work === 'fanout') {
        server.publish('room', text);
        return;
      }
      sockets.get(socket.data.user ^ 1)?.send(text);
      socket.send('ok');
    },
    close: (socket) => void sockets.delete(socket.data.user),
  },
});
console.log(`listening ${server.port}`);
