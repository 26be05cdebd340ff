// A planted fault, loaded before the server (bun --preload): when memory runs out it lives on, and hears nobody.
let isDeaf = false;
const { serve } = Bun;

Bun.serve = ((options: Parameters<typeof serve>[0]) => {
  const { websocket } = options as { websocket?: Bun.WebSocketHandler<unknown> };
  // oxlint-disable-next-line unbound-method -- it is called with the right `this` below
  const hear = websocket?.message;
  if (websocket && hear)
    websocket.message = (socket, message) =>
      isDeaf ? undefined : hear.call(websocket, socket, message);
  return serve(options);
}) as typeof serve;

// In place of what takes the memory.
process.removeAllListeners('SIGUSR2');
process.on('SIGUSR2', () => (isDeaf = true));
