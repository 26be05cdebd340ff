// Errors that files in the server's folders let fly outside every call: a timer that throws, a promise nobody awaits. The
// runtime would end the process for one; here it is logged. What the server's own code lets fly ends the process as ever.
import { isOwnStack } from '../own-files.ts';

/** @returns a function that ends it */
export function catchStray(folder: string, report: (error: unknown) => void): () => void {
  const events = ['unhandledRejection', 'uncaughtException'] as const;
  const hear = (error: unknown) => {
    const stack = error instanceof Error ? (error.stack ?? '') : '';
    if (isOwnStack(stack) && !stack.includes(folder)) throw error;
    report(error);
  };
  for (const event of events) process.on(event, hear);
  return () => {
    for (const event of events) process.off(event, hear);
  };
}
