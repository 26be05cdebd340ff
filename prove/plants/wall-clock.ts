// A planted fault, loaded before the server (bun --preload): whoever has said nothing for a minute is cut off, by the wall clock.
import type { ServerWebSocket } from 'bun';

const mostMs = 60_000;
const heardAt = new Map<ServerWebSocket<unknown>, number>();
const { serve } = Bun;

Bun.serve = ((options: Parameters<typeof serve>[0]) => {
  const { websocket } = options as { websocket?: Bun.WebSocketHandler<unknown> };
  // oxlint-disable-next-line unbound-method -- it is called with the right `this` below
  const hear = websocket?.message;
  if (websocket && hear)
    websocket.message = (socket, message) => {
      // A busy loop reads before it looks at its timers.
      if (isSilent(heardAt.get(socket))) return socket.close();
      heardAt.set(socket, Date.now());
      return hear.call(websocket, socket, message);
    };
  return serve(options);
}) as typeof serve;

setInterval(() => {
  for (const [socket, at] of heardAt)
    if (isSilent(at)) {
      heardAt.delete(socket);
      socket.close();
    }
}, 10).unref();

function isSilent(at = Date.now()): boolean {
  return Math.abs(Date.now() - at) > mostMs;
}
