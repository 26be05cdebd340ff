// Traces, for who asks for them with --otlp: a span for each operation, within it one for each read, write and publishing,
// and one for each commit. Spans carry names, doors and outcomes; never arguments.

export interface Tracing {
  operation(op: string, origin: TraceOrigin): OperationTrace;
  /** A batch was kept just now. */
  commit(commit: { readonly writes: number; readonly ms: number }): void;
  /** Sends what waits. */
  close(): Promise<void>;
}

export interface TraceOrigin {
  readonly door: string;
  /** The caller's own span, as `traceparent` has it. */
  readonly parent: string | undefined;
}

export interface OperationTrace {
  /** Begins a part of it. @returns how to end that part */
  step(name: string): () => void;
  end(outcome: string): void;
}

/** The promise's time as a step of the trace. */
export function traced<R>(trace: OperationTrace, name: string, task: () => Promise<R>): Promise<R> {
  const end = trace.step(name);
  return task().finally(end);
}
