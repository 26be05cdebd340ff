// Socket.IO on Node, WebSocket transport only, rooms and acknowledgements as its documentation says.
import { createServer } from 'node:http';
import { Server } from 'socket.io';

const [work = 'fanout'] = process.argv.slice(2);
const http = createServer();
const io = new Server(http, { transports: ['websocket'], serveClient: false });

io.on('connection', (socket) => {
  const user = Number(socket.handshake.query.user);
  if (work === 'fanout') void socket.join('room');
  if (work === 'direct') void socket.join(`user ${user}`);
  if (work === 'idle') {
    for (let i = 0; i < 10; i += 1) void socket.join(`shared ${Math.floor(user / 100)} ${i}`);
    for (let i = 0; i < 3; i += 1) void socket.join(`own ${user} ${i}`);
  }
  socket.on('m', (text, done) => {
    if (work === 'fanout') socket.to('room').emit('m', text);
    else io.to(`user ${user ^ 1}`).emit('m', text);
    done(work === 'fanout' ? text : 'ok');
  });
});
http.listen(0, '127.0.0.1', () => console.log(`listening ${http.address().port}`));
