// The end of a server, in the order that loses nothing: no new work, what is in flight finishes, sockets are sent away, then
// what follows streams ends, and the store last.
import type { Health } from '../api/grpc-health.ts';
import type { Config } from '../config/table.ts';
import type { Dispatch } from '../dispatch.ts';
import type { Gateway } from '../gateway/gateway.ts';
import type { Bus } from '../ports/bus.ts';
import type { Clock } from '../ports/clock.ts';
import { forgetRunning } from '../store/running-file.ts';
import type { Store } from '../store/store.ts';
import type { openGrpc } from './grpc.ts';
import type { Observing } from './observing.ts';

interface Closing {
  close(): Promise<void>;
}

interface DrainParts {
  readonly config: Config;
  readonly dataDir: string;
  readonly clock: Clock;
  readonly observing: Observing;
  readonly dispatch: Dispatch;
  readonly gateway: Gateway;
  readonly health: Health;
  readonly grpc: ReturnType<typeof openGrpc> | undefined;
  readonly playing: Closing;
  /** Calls off what looks at something from time to time. */
  readonly watches: readonly (() => void)[];
  /** What works behind the operations, in the order in which it ends. */
  readonly followers: readonly Closing[];
  readonly hooks: { close(ms: number): Promise<void> };
  readonly bus: Bus;
  readonly limiters: { close(): void } | undefined;
  readonly store: Store;
}

/** Of the time to drain: until then calls may end by themselves, and until then whoever is connected is sent away. */
const shares = { calls: 0.7, doors: 0.8 };
/** How long the readers of streams have to hear that they end. */
const streamEndMs = 1_000;

/** What has not ended in time is left to the end of the process: no answer hangs on it any more. */
export async function drain(parts: DrainParts): Promise<void> {
  const { clock, config, observing } = parts;
  const late = Promise.withResolvers<'late'>();
  const callOff = clock.after(config.drainMs, () => late.resolve('late'));
  if ((await Promise.race([endAll(parts), late.promise])) === 'late') {
    observing.report('stopping', new Error(`not all ended within ${config.drainMs} ms`));
    await observing.close();
  }
  callOff();
}

async function endAll(parts: DrainParts): Promise<void> {
  const { config, clock, observing, dispatch, gateway, health, grpc } = parts;
  const begun = clock.elapsed();
  const deadline = begun + config.drainMs * shares.doors;
  observing.tell('stopping');
  gateway.refuseNew();
  health.stopServing();
  forgetRunning(parts.dataDir, process.pid);
  if (config.unreadyMs > 0) await pause(config.unreadyMs);
  dispatch.drain();
  health.end();
  grpc?.refuseNew();
  const lastCall = begun + config.drainMs * shares.calls;
  while (dispatch.inFlight > 0 && clock.elapsed() < lastCall) await pause(5);
  dispatch.endRunning();
  await dispatch.streamsEnded(streamEndMs);
  await parts.playing.close();
  await gateway.drain(Math.max(0, Math.min(config.drainMs / 4, deadline - clock.elapsed())));
  for (const stop of parts.watches) stop();
  await grpc?.stop(Math.max(0, deadline - clock.elapsed()));
  await gateway.stop();
  await endBehind(parts, deadline);
}

async function endBehind(parts: DrainParts, deadline: number): Promise<void> {
  const { clock, observing, dispatch, bus, limiters, store } = parts;
  dispatch.stop();
  for (const follower of parts.followers) await follower.close();
  await parts.hooks.close(Math.max(1000, deadline - clock.elapsed()));
  observing.stop();
  await bus.close();
  limiters?.close();
  await store.close();
  observing.tell('stopped');
  await observing.close();
}

function pause(ms: number): Promise<void> {
  return new Promise((wake) => setTimeout(wake, ms));
}
