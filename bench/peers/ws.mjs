// ws on Node, as its documentation says: a loop of sends.
import { WebSocketServer } from 'ws';

const [work = 'fanout'] = process.argv.slice(2);
const sockets = new Map();
const rooms = new Map();

const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false });
server.on('listening', () => console.log(`listening ${server.address().port}`));
server.on('connection', (socket, request) => {
  const user = Number(new URL(request.url, 'http://localhost').searchParams.get('user'));
  sockets.set(user, socket);
  if (work === 'fanout') join('room', socket);
  if (work === 'idle') {
    for (let i = 0; i < 10; i += 1) join(`shared ${Math.floor(user / 100)} ${i}`, socket);
    for (let i = 0; i < 3; i += 1) join(`own ${user} ${i}`, socket);
  }
  socket.on('message', (bytes) => {
    if (work === 'fanout') {
      for (const member of rooms.get('room')) member.send(bytes, { binary: false });
      return;
    }
    sockets.get(user ^ 1)?.send(bytes, { binary: false });
    socket.send('ok');
  });
});

function join(name, socket) {
  const room = rooms.get(name);
  if (room) room.add(socket);
  else rooms.set(name, new Set([socket]));
}
