// Socket.IO's packets: "0" open, "40" connect, "42" event, "43" acknowledgement, "2" and "3" ping and pong.
import { join } from 'node:path';
import { Content } from '../generator/content.ts';
import { launch } from '../server-process.ts';
import type { Running, System, Work } from './system.ts';

const four = '4'.charCodeAt(0);
const event = '2'.charCodeAt(0);
const acknowledgement = '3'.charCodeAt(0);
const envelope = '42["m",""]'.length;

export const socketIo: System = {
  name: 'socket.io',
  missing: () => (Bun.which('node') ? undefined : 'no node'),
  start,
};

async function start(work: Work): Promise<Running> {
  const program = join(import.meta.dir, '../peers/socket-io.mjs');
  const server = await launch({ command: ['node', program, work.case] });
  return {
    server,
    content: new Content(work.eventBytes - envelope),
    path: (socket) => `/socket.io/?EIO=4&transport=websocket&user=${socket}`,
    greeting: () => '40',
    isGreeted: (message) => message.toString().startsWith('40'),
    say: (_socket, id, text) => `42${id}["m","${text}"]`,
    read: (bytes, { start: from }, seen) => {
      if (bytes[from] !== four) return;
      if (bytes[from + 1] === event) seen.events += 1;
      else if (bytes[from + 1] === acknowledgement) seen.replies += 1;
    },
    stop: async () => await server.stop(),
  };
}
