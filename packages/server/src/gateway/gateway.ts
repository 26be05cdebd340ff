// The sockets of this process: puts hub, turn, presence, repair and listener together and keeps their clocks. The rest of
// the server gives it dispatch and hears nothing of sockets.
import { create } from '@bufbuild/protobuf';
import {
  ClosingSchema,
  EventSchema,
  Reason_Code,
  userId,
  conversationId,
  type AppId,
  type DeviceId,
  type UserId,
} from '@hubbub/protocol';
import type { Caller, Dispatch } from '../dispatch.ts';
import type { Bus, Emission } from '../ports/bus.ts';
import type { Clock } from '../ports/clock.ts';
import { Places } from './addresses.ts';
import { Attention } from './attention.ts';
import {
  Connection,
  type Arrival,
  type ConnectionLimits,
  type ConnectionParts,
} from './connection.ts';
import { Elsewhere, partsOf } from './elsewhere.ts';
import { encodeFor, type Encoded } from './encoded.ts';
import { Hub } from './hub.ts';
import { listen, refuseTaken, type ListenerLimits, type ListenerParts } from './listener.ts';
import { Presence } from './presence.ts';
import { RenewableListener, type Tls } from './renewal.ts';
import type { QuotaOf } from './routes.ts';
import { Repair, type StreamReads } from './repair.ts';
import { shows } from './sight.ts';
import { sweep, type SweepLimits, type SweepResult } from './sweep.ts';
import { Topics } from './topics.ts';
import { Turn } from './turn.ts';

export interface GatewayLimits extends ConnectionLimits, SweepLimits, ListenerLimits {
  readonly mostSocketsPerUser: number;
  readonly waitingPerAddress: number;
  readonly mostWaiting: number;
  readonly sweepMs: number;
  readonly headsMs: number;
  readonly gapPatienceMs: number;
  /** How often the logins of open sockets are checked. */
  readonly recheckMs: number;
}

export interface GatewayParts extends Pick<
  ListenerParts,
  | 'host'
  | 'port'
  | 'tls'
  | 'app'
  | 'appOfHost'
  | 'proxies'
  | 'sockets'
  | 'isAllowedOrigin'
  | 'cookie'
  | 'mayOpen'
  | 'http'
  | 'secure'
  | 'report'
> {
  readonly dispatch: Dispatch;
  readonly clock: Clock;
  /** What an app allows in place of the usual limits. */
  readonly quotaOf?: QuotaOf;
  /** A user has come to this node, or left it. */
  readonly onSeen?: ((app: AppId, user: UserId) => void) | undefined;
  readonly reads: StreamReads;
  readonly limits: GatewayLimits;
  /** Those of the devices whose logins are still live. */
  readonly stillValid: (app: AppId, devices: readonly DeviceId[]) => Promise<ReadonlySet<DeviceId>>;
  /** Those of them that ended by a log-in on another device. */
  readonly replaced: (app: AppId, devices: readonly DeviceId[]) => Promise<ReadonlySet<DeviceId>>;
  readonly onLoggedIn?: ((session: Session) => void) | undefined;
  /** `session` has a caller if it was logged in. */
  readonly onClosed: (reason: string, session: Session) => void;
  /** There are other nodes, reached over this bus. */
  readonly others?: { readonly publish: Bus['publish']; readonly beatMs: number } | undefined;
}

/** A socket, to those who only want to know whose it is. */
export type Session = Pick<Connection, 'app' | 'caller' | 'address'>;

export interface GatewayState extends SweepResult {
  readonly sockets: number;
  readonly waiting: number;
  readonly users: number;
}

const catchUpPauseMs = 500;
const dayMs = 24 * 60 * 60 * 1000;

export class Gateway {
  readonly #parts: GatewayParts;
  readonly #connections = new Set<Connection>();
  readonly #waiting: Places;
  readonly #topics = new Topics();
  readonly #turn = new Turn();
  readonly #presence: Presence;
  readonly #attention: Attention;
  readonly #repair: Repair;
  readonly #hub: Hub;
  readonly #shared: ConnectionParts;
  readonly #stopClocks: (() => void)[] = [];
  #elsewhere: Elsewhere | undefined;
  #catchingUp: 'no' | 'yes' | 'again' = 'no';
  #listener: RenewableListener | undefined;
  #isReady = true;
  #opened = 0;
  #swept: SweepResult = { queuedBytes: 0, slowSockets: 0 };

  constructor(parts: GatewayParts) {
    this.#parts = parts;
    const { limits, clock, reads, report } = parts;
    this.#waiting = new Places({
      perAddress: limits.waitingPerAddress,
      total: limits.mostWaiting,
    });
    this.#presence = new Presence({
      topics: this.#topics,
      schedule: () => this.#turn.schedule(),
      clock,
    });
    this.#attention = new Attention({ clock, publish: parts.others?.publish });
    this.#repair = new Repair({
      hub: () => this.#hub,
      reads,
      clock,
      report,
      patienceMs: limits.gapPatienceMs,
    });
    this.#hub = new Hub({
      topics: this.#topics,
      turn: this.#turn,
      elapsed: () => clock.elapsed(),
      presence: this.#presence,
      mostSocketsPerUser: limits.mostSocketsPerUser,
      ...(parts.quotaOf && { quotaOf: parts.quotaOf }),
      onSeen: parts.onSeen,
      onGap: (stream) => this.#repair.onGap(stream),
      report,
    });
    this.#presence.attach(this.#hub.routes);
    this.#shared = this.#makeShared();
  }

  /** Opens the port. @returns the port */
  start(): number {
    const { clock, limits, host, port, tls } = this.#parts;
    if (tls !== undefined && port !== 0) refuseTaken(host, port);
    this.#joinOthers();
    const open = (port: number, tls: Tls | undefined) =>
      listen({
        ...this.#parts,
        port,
        tls,
        waiting: this.#waiting,
        isReady: () => this.#isReady,
        connect: (arrival) => this.#connect(arrival),
      });
    const listener = new RenewableListener(open, port, tls);
    this.#listener = listener;
    this.#topics.attach(listener);
    this.#stopClocks.push(
      clock.every(limits.sweepMs, () => this.#sweep()),
      clock.every(Math.min(1000, limits.loginMs, limits.pongMs), () => this.#checkAlive()),
      clock.every(limits.headsMs, () => this.#watched('heads', () => this.#repair.compareHeads())),
      clock.every(Math.min(limits.recheckMs, dayMs), () =>
        this.#watched('logins', () => this.#recheck()),
      ),
    );
    return listener.port;
  }

  /** New connections are shown this certificate; those that are open stay. */
  renew(tls: Tls): void {
    this.#listener?.renew(tls);
  }

  /** The bus's handler. */
  receive(emission: Emission): void {
    if (emission.type === 'presence') this.#elsewhere?.receive(emission);
    else if (emission.type === 'attention') this.#attention.receive(emission);
    else this.#hub.receive(emission);
  }

  /** Something of what other nodes published may be lost: compares everything with the database at once. */
  catchUp(): void {
    if (!this.#isReady) return;
    if (this.#catchingUp !== 'no') {
      this.#catchingUp = 'again';
      return;
    }
    this.#catchingUp = 'yes';
    this.#elsewhere?.askAgain();
    this.#watched('what was missed', async () => {
      try {
        await Promise.all([this.#repair.compareHeads(), this.#recheck()]);
      } finally {
        // With a pause: where everything is missed all the time the database must not pay for it.
        this.#parts.clock.after(catchUpPauseMs, () => {
          const again = this.#catchingUp === 'again';
          this.#catchingUp = 'no';
          if (again) this.catchUp();
        });
      }
    });
  }

  get isReady(): boolean {
    return this.#isReady;
  }

  get state(): GatewayState {
    return {
      sockets: this.#connections.size,
      waiting: this.#waiting.total,
      users: this.#hub.routes.userCount,
      ...this.#swept,
    };
  }

  /** From now on new sockets are refused and health says so. */
  refuseNew(): void {
    this.#isReady = false;
  }

  /** Tells every socket to come back elsewhere, later, each at another moment; in slices over `overMs`. */
  async drain(overMs: number): Promise<void> {
    this.#turn.flush();
    const sockets = [...this.#connections];
    const slices = Math.max(1, Math.min(20, Math.ceil(sockets.length / 100)));
    for (let slice = 0; slice < slices; slice += 1) {
      if (slice > 0)
        await new Promise<void>((wake) => this.#parts.clock.after(overMs / slices, wake));
      for (let i = slice; i < sockets.length; i += slices) this.#sendAway(sockets[i]);
    }
    this.#turn.flush();
  }

  /** Closes what is left and gives the port back. */
  async stop(): Promise<void> {
    for (const stop of this.#stopClocks.splice(0)) stop();
    this.#elsewhere?.stop();
    for (const connection of this.#connections) connection.close('DRAINING');
    await this.#listener?.stop();
  }

  /** Whether this device of the user has a socket on this node. */
  isHere(app: AppId, { user, device }: Caller): boolean {
    const connections = this.#hub.routes.user(app, user)?.connections ?? [];
    return connections.some((connection) => connection.device === device);
  }

  /** Those of these users who look at the app right now, at whatever node: "app/user". */
  attended(users: Parameters<Attention['who']>[0]): Promise<ReadonlySet<string>> {
    return this.#attention.who(users);
  }

  closeAll(reason: 'EPOCH'): void {
    for (const connection of this.#connections) connection.close(reason);
  }

  /** The app is suspended: nobody of it stays. */
  closeApp(app: AppId): void {
    for (const connection of this.#connections)
      if (connection.app === app) connection.close('SUSPENDED');
  }

  #joinOthers(): void {
    const { others, clock } = this.#parts;
    if (others === undefined) return;
    const { routes } = this.#hub;
    const streamOf = (subject: string) => {
      const { app, id } = partsOf(subject);
      return routes.stream(app, conversationId(id));
    };
    const userOf = (subject: string, id = partsOf(subject).id) =>
      routes.user(partsOf(subject).app, userId(id));
    const isUser = (subject: string) => partsOf(subject).id.startsWith('usr_');
    this.#elsewhere = new Elsewhere({
      ...others,
      node: crypto.randomUUID(),
      clock,
      *here(subject) {
        const user = userOf(subject);
        if (user !== undefined) yield user.id;
        const stream = streamOf(subject);
        for (const one of stream?.users ?? []) if (shows(one, stream)) yield one.id;
      },
      isHere(subject, id) {
        const user = userOf(subject, id);
        if (user === undefined || isUser(subject)) return user !== undefined;
        const stream = streamOf(subject);
        return stream?.users.has(user) === true && shows(user, stream);
      },
      changed: (subject, users) => {
        const { app, id } = partsOf(subject);
        if (isUser(subject)) this.#presence.userChangedElsewhere(app, userId(id));
        else this.#presence.changedElsewhere(app, conversationId(id), users);
      },
    });
    this.#presence.join(this.#elsewhere);
  }

  #connect(arrival: Arrival): Connection {
    return new Connection(`socket ${++this.#opened}`, arrival, this.#shared);
  }

  /** Made once and shared by all sockets: an idle one should cost little. */
  #makeShared(): ConnectionParts {
    const { dispatch, clock, limits, onLoggedIn, onClosed } = this.#parts;
    return {
      dispatch,
      clock,
      limits,
      hub: this.#hub,
      presence: this.#presence,
      attention: this.#attention,
      turn: this.#turn,
      onOpened: (opened) => this.#connections.add(opened),
      onLoggedIn: (connection) => {
        this.#waiting.leave(connection.address);
        onLoggedIn?.(connection);
      },
      onClosed: (closed, reason) => {
        this.#connections.delete(closed);
        this.#attention.forget(closed);
        if (closed.caller === undefined) this.#waiting.leave(closed.address);
        onClosed(reason, closed);
      },
    };
  }

  #sendAway(connection: Connection | undefined): void {
    if (connection === undefined || connection.isClosing) return;
    // Each at another moment, so that a node that takes over is not met by all at once.
    const [random = 0] = crypto.getRandomValues(new Uint16Array(1));
    const retryAfterMs = 500 + Math.floor((random / 65_536) * 2500);
    const value = create(ClosingSchema, { reason: Reason_Code.DRAINED, retryAfterMs });
    const closing: Encoded = { event: create(EventSchema, { event: { case: 'closing', value } }) };
    connection.send(encodeFor(connection.codec, closing));
    connection.close('DRAINING');
  }

  #sweep(): void {
    const { clock, limits } = this.#parts;
    this.#swept = sweep(this.#connections, clock.elapsed(), { hub: this.#hub, limits });
  }

  #checkAlive(): void {
    const now = this.#parts.clock.elapsed();
    for (const connection of this.#connections) connection.checkAlive(now);
  }

  /** A revocation closes sockets at once; this finds those whose emission was lost, and logins that have expired. */
  async #recheck(): Promise<void> {
    const byApp = new Map<AppId, Connection[]>();
    for (const connection of this.#connections) {
      if (connection.device === undefined) continue;
      const connections = byApp.get(connection.app);
      if (connections === undefined) byApp.set(connection.app, [connection]);
      else connections.push(connection);
    }
    for (const [app, connections] of byApp) {
      const devices = new Set(
        connections.map(({ device }) => device).filter((one) => one !== undefined),
      );
      const live = await this.#parts.stillValid(app, [...devices]);
      const dead = devices.difference(live);
      if (dead.size === 0) continue;
      const replaced = await this.#parts.replaced(app, [...dead]);
      for (const connection of connections)
        if (connection.device !== undefined && dead.has(connection.device))
          connection.close(replaced.has(connection.device) ? 'REPLACED' : 'REVOKED');
    }
  }

  #watched(what: string, task: () => Promise<void>): void {
    task().catch((cause: unknown) => this.#parts.report(`could not check ${what}`, cause));
  }
}
