// A planted fault, loaded before the server (bun --preload): 40 MB a second are kept for good.
const kept: Buffer[] = [];
setInterval(() => kept.push(Buffer.alloc(8 << 20, 1)), 200).unref();
