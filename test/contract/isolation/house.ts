// The whole server between the doors and the database: dispatch, the real operations and one hub that serves several apps,
// with sockets that only keep what they are sent.
import { memoryBlobs } from '../../support/memory-blobs.ts';
import { create, toJson } from '@bufbuild/protobuf';
import { AppSettingsSchema, findMethod, formatId, type AppId } from '@hubbub/protocol';
import { memoryBus } from '../../../packages/server/src/bus/memory.ts';
import { defaults } from '../../../packages/server/src/config/table.ts';
import { Dispatch, type Answer } from '../../../packages/server/src/dispatch.ts';
import { createAttempts } from '../../../packages/server/src/features/account/attempts.ts';
import { createPasswords } from '../../../packages/server/src/features/account/passwords.ts';
import { scopes } from '../../../packages/server/src/features/authorize.ts';
import { operations } from '../../../packages/server/src/features/index.ts';
import type {
  Caller,
  Door,
  Principal,
  Socket,
} from '../../../packages/server/src/features/operation.ts';
import { createAuthenticator } from '../../../packages/server/src/features/session/authenticate.ts';
import { Hub } from '../../../packages/server/src/gateway/hub.ts';
import type { Stream } from '../../../packages/server/src/gateway/local.ts';
import { Presence } from '../../../packages/server/src/gateway/presence.ts';
import { Topics } from '../../../packages/server/src/gateway/topics.ts';
import { Turn } from '../../../packages/server/src/gateway/turn.ts';
import { createPlaying, type Playing } from '../../../packages/server/src/parts/playing.ts';
import type { Emission } from '../../../packages/server/src/ports/bus.ts';
import { systemClock } from '../../../packages/server/src/ports/clock.ts';
import type { Store } from '../../../packages/server/src/store/store.ts';
import { noRates, openApps } from '../../support/dispatch.ts';
import { cheap } from '../../support/password-cost.ts';
import { offers, unlimited } from '../identity/server.ts';
import { QuietSocket } from '../../support/quiet-socket.ts';

export interface Ask {
  readonly app: string;
  readonly caller: Caller | undefined;
  readonly op: string;
  readonly args: object;
  readonly socket?: NamedSocket | undefined;
  /** Called with an app key that has every scope. */
  readonly isBackend?: boolean;
}

export class House {
  readonly emissions: Emission[] = [];
  /** Whatever is our bug. */
  readonly reports: unknown[] = [];
  readonly sockets: NamedSocket[] = [];
  readonly authenticator: ReturnType<typeof createAuthenticator>;
  readonly #dispatch: Dispatch;
  readonly #turn = new Turn();
  readonly #hub: Hub;
  readonly #presence: Presence;

  /** Of games; opened before the first call. */
  readonly playing: Playing;

  constructor(readonly store: Store) {
    const report = (...what: unknown[]) => {
      this.reports.push(what);
      return 'incident';
    };
    const bus = memoryBus();
    const topics = new Topics();
    const turn = this.#turn;
    const presence = (this.#presence = new Presence({
      topics,
      schedule: () => turn.schedule(),
      clock: systemClock,
    }));
    const onGap = (stream: Stream) => report('a gap', stream.conversation);
    this.#hub = new Hub({
      topics,
      turn,
      elapsed: () => 0,
      presence,
      mostSocketsPerUser: 100,
      onGap,
      report,
    });
    presence.attach(this.#hub.routes);
    topics.attach({
      publish: (topic, data) => this.#heardBy(topic).map((one) => one.send(data)).length,
      subscriberCount: (topic) => this.#heardBy(topic).length,
    });
    bus.listen((emission) => {
      this.emissions.push(emission);
      this.#hub.receive(emission);
    });
    this.authenticator = createAuthenticator(store);
    this.playing = createPlaying({
      // The lease of a game is renewed by a clock, whatever is asked; not while somebody compares rows.
      config: { ...defaults(), gameLeaseMs: 3_600_000 },
      own: {},
      store,
      bus,
      clock: systemClock,
      report,
      isShared: false,
      app: 'main' as AppId,
      isHere: () => true,
    });
    this.#dispatch = new Dispatch({
      operations: operations({
        passwords: createPasswords({ cost: cheap }),
        attempts: createAttempts(unlimited),
        authenticator: this.authenticator,
        epoch: () => 'one',
        windows: () => ({ editMs: 0, recallMs: 0 }),
        searches: { charge: async () => undefined },
        push: () => ({ applicationKey: 'key', hosts: [], subscribed: () => undefined }),
        groupMembers: () => 500,
        heartbeatMs: 25_000,
        offers,
        friendRequests: 1_000,
        blobs: memoryBlobs(),
        media: { mostBytes: 1e6, mostBytesOfFile: 1e6, mostBytesOfUser: 1e9, sweepMs: 1e9 },
        ...this.playing.needs,
        apps: store,
        settingsOf: () => create(AppSettingsSchema, { eventLog: { enabled: true } }),
        eventLog: { more: async () => undefined },
      }),
      storage: store,
      bus,
      clock: systemClock,
      rates: noRates,
      apps: openApps,
      timeLimitMs: 30_000,
      report,
      count: () => undefined,
    });
  }

  /** A game hears of its player after the reply, and what it reports is stored after that. */
  async #untilPlayed(): Promise<void> {
    for (let turn = 0; turn < 5; turn += 1) await new Promise((wake) => setImmediate(wake));
    await this.playing.needs.gameKeeper.allSettled();
  }

  /** The reply as JSON, or `{ error }`; everything it caused has been delivered. */
  async ask({ app, caller, op, args, socket, isBackend }: Ask): Promise<object> {
    const method = findMethod(op);
    if (method === undefined) throw new Error(`there is no operation ${op}`);
    const door: Door = socket === undefined ? 'http' : 'socket';
    const origin = {
      door,
      address: '192.0.2.1',
      app: app as AppId,
      caller,
      socket: socket && this.#callerSocket(socket),
      rateKey: '',
      lanes: undefined,
      ...(isBackend === true && { authenticate: async () => backendOf(app as AppId) }),
    };
    const answered = Promise.withResolvers<Answer>();
    await this.#dispatch.run<Answer>(origin, {
      op,
      decode: (asked) => create(asked.input, args as never) as never,
      encode: (answer) => answer,
      respond: (answer) => answered.resolve(answer),
    });
    const answer = await answered.promise;
    if (op.startsWith('game.')) await this.#untilPlayed();
    this.#turn.flush();
    this.#turn.flush();
    if (answer.error !== undefined) {
      const { reason, message } = answer.error;
      return { error: { reason, message } };
    }
    const json = (message: object) =>
      toJson(method.output, create(method.output, message as never)) as object;
    if (answer.stream === undefined) return json(answer.result);
    const pages: object[] = [];
    for await (const page of answer.stream) pages.push(json(page));
    return pages;
  }

  open(name: string, app: string): NamedSocket {
    const socket = new NamedSocket(name, app);
    this.sockets.push(socket);
    return socket;
  }

  stop(): void {
    this.#dispatch.stop();
  }

  #heardBy(topic: string): NamedSocket[] {
    return this.sockets.filter(({ topics }) => topics.has(topic));
  }

  #callerSocket(socket: NamedSocket): Socket {
    return {
      logIn: (app, caller) => this.#hub.routes.logIn(socket, app, caller),
      subscribe: (conversations, showsAll) =>
        this.#hub.routes.subscribe(socket, conversations, showsAll),
      watch: (target) => this.#presence.watch(socket, target),
      unwatch: (target) => this.#presence.unwatch(socket, target),
      attend: () => undefined,
    };
  }
}

function backendOf(app: AppId): Principal {
  const all = Object.values(scopes).map(({ scope }) => scope);
  return { kind: 'key', app, key: formatId('key', 1), scopes: all, user: undefined };
}

export class NamedSocket extends QuietSocket {
  constructor(
    readonly name: string,
    readonly app: string,
  ) {
    super();
  }
}
