// A planted fault, loaded before the server (bun --preload): it ends when it was without life for a moment.
const mostMs = 1_000;
let last = performance.now();

setInterval(() => {
  const now = performance.now();
  if (now - last > mostMs) process.exit(1);
  last = now;
}, 20).unref();
