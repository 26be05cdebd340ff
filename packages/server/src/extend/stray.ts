// Errors that files in the server's folders let fly outside every call: a timer that throws, a promise nobody awaits. They
// are logged, and never end the process: whether the runtime would do so by itself depends on what else it runs.

/** @returns a function that ends it */
export function catchStray(report: (error: unknown) => void): () => void {
  const events = ['unhandledRejection', 'uncaughtException'] as const;
  for (const event of events) process.on(event, report);
  return () => {
    for (const event of events) process.off(event, report);
  };
}
