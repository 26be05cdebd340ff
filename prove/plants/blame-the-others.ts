// A planted fault, loaded before the server (bun --preload): when it stood still itself it takes everybody for dead.
import type { ServerWebSocket } from 'bun';

const mostMs = 500;
const sockets = new Set<ServerWebSocket<unknown>>();
const { serve } = Bun;

Bun.serve = ((options: Parameters<typeof serve>[0]) => {
  const { websocket } = options as { websocket?: Bun.WebSocketHandler<unknown> };
  // oxlint-disable-next-line unbound-method -- it is called with the right `this` below
  const hear = websocket?.message;
  if (websocket && hear)
    websocket.message = (socket, message) => {
      sockets.add(socket);
      return hear.call(websocket, socket, message);
    };
  return serve(options);
}) as typeof serve;

let last = performance.now();
setInterval(() => {
  const now = performance.now();
  if (now - last > mostMs) for (const socket of sockets) socket.terminate();
  last = now;
}, 20).unref();
