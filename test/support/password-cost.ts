/** Hashes of the real kind at a cost that tests can pay. A server that is a process of its own has the real cost. */
export const cheap = { memoryKib: 64, passes: 1 };
