// A planted fault, loaded before the server (bun --preload): 80 MB a second are kept for good, until it is a gigabyte.
const kept: Buffer[] = [];
const leak = setInterval(() => {
  kept.push(Buffer.alloc(8 << 20, 1));
  if (kept.length === 128) clearInterval(leak);
}, 100).unref();
