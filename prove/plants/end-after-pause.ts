// A planted fault, loaded before the server (bun --preload): it ends when it was without life. The signal that wakes it says so: by time
// alone a busy machine would end it before it has begun.
process.on('SIGCONT', () => process.exit(1));
