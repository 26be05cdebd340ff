// Rooms of Bun's own publish and nothing else: every 50 ms each tells its players as many bytes as Hubbub's patch of a twentieth of the
// state has. No simulation, no comparing, no threads, no seats.
const tickMs = 50;
const patchBytes = 68;

const ticks = new Map<string, number>();

const server = Bun.serve<{ readonly room: string }>({
  port: 0,
  hostname: '127.0.0.1',
  fetch(request, self) {
    const room = new URL(request.url).searchParams.get('room') ?? '';
    return self.upgrade(request, { data: { room } })
      ? undefined
      : new Response('', { status: 400 });
  },
  websocket: {
    perMessageDeflate: false,
    open(socket) {
      const { room } = socket.data;
      socket.subscribe(room);
      socket.send(patch(0));
      if (ticks.has(room)) return;
      ticks.set(room, 0);
      setInterval(() => advance(room), tickMs);
    },
    message: () => {},
  },
});
console.log(`listening ${server.port}`);

function advance(room: string): void {
  const tick = (ticks.get(room) ?? 0) + 1;
  ticks.set(room, tick);
  server.publish(room, patch(tick));
}

/** The tick, and nothing of interest. */
function patch(tick: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(patchBytes);
  new DataView(bytes.buffer).setUint32(0, tick);
  return bytes;
}
