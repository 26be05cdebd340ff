// A planted fault, loaded before the server (bun --preload): four files a second are opened and never closed.
import { openSync } from 'node:fs';

setInterval(() => openSync(import.meta.path, 'r'), 250).unref();
