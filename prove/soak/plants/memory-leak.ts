// A planted fault, loaded before the server (bun --preload): 20 MB a second are kept for good.
const kept: Buffer[] = [];
setInterval(() => kept.push(Buffer.alloc(4 << 20, 1)), 200).unref();
