// grpc.health.v1 for clients and balancers: every service of this server is SERVING until the server begins to stop.
import type { MessageInitShape } from '@bufbuild/protobuf';
import { Code, ConnectError, type ConnectRouter, type HandlerContext } from '@connectrpc/connect';
import { services } from '@hubbub/protocol';
import {
  Health as HealthService,
  HealthCheckResponse_ServingStatus as Status,
  type HealthCheckRequest,
  type HealthCheckResponseSchema,
} from '@hubbub/protocol/grpc';

type State = MessageInitShape<typeof HealthCheckResponseSchema>;

export class Health {
  readonly #known = new Set(['', ...Object.values(services).map(({ typeName }) => typeName)]);
  readonly #waiting = new Set<() => void>();
  #isServing = true;
  #hasEnded = false;

  bind(router: ConnectRouter): void {
    router.service(HealthService, {
      check: ({ service }) => this.#check(service),
      watch: (request, context) => this.#watch(request, context),
    });
  }

  /** Tells all who watch that nothing new should be sent here. */
  stopServing(): void {
    this.#isServing = false;
    this.#wake();
  }

  /** Ends the calls of all who watch. */
  end(): void {
    this.#hasEnded = true;
    this.#wake();
  }

  #check(service: string): State {
    if (!this.#known.has(service)) throw new ConnectError('no such service', Code.NotFound);
    return { status: this.#status(service) };
  }

  async *#watch(
    { service }: HealthCheckRequest,
    { signal }: HandlerContext,
  ): AsyncGenerator<State> {
    let told: Status | undefined;
    while (!signal.aborted) {
      const status = this.#status(service);
      if (status !== told) {
        told = status;
        yield { status };
      } else if (this.#hasEnded) return;
      else await this.#change(signal);
    }
  }

  #status(service: string): Status {
    if (!this.#known.has(service)) return Status.SERVICE_UNKNOWN;
    return this.#isServing ? Status.SERVING : Status.NOT_SERVING;
  }

  /** Nothing is kept of a watcher that has gone: the signal says so, where a `finally` would not be reached. */
  #change(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        this.#waiting.delete(wake);
        signal.removeEventListener('abort', wake);
        resolve();
      };
      this.#waiting.add(wake);
      signal.addEventListener('abort', wake);
      if (signal.aborted) wake();
    });
  }

  #wake(): void {
    for (const wake of this.#waiting) wake();
  }
}
