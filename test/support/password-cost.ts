/** Hashes of the real kind at a cost that tests can pay. A server that is a process of its own has the real cost. */
export const cheap = { memoryKib: 64, passes: 1 };

/** What a server that ships pays; for tests in which a hash has to take its time. */
export const dear = { memoryKib: 19_456, passes: 2 };
