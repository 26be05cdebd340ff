// A planted fault, loaded before the server (bun --preload): nobody is asked whether it is still there.
import { plantInto } from './plant.ts';

plantInto(/gateway\/connection\.ts$/, { 'this.#socket?.ping();': '', 'this.pingedAt = now;': '' });
