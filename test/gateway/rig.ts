// The gateway with a world of its own behind it: a few operations over streams in memory, so that what is tested is sockets,
// order and delivery and nothing else. Nodes share a world as servers share a database.
import { create, type MessageInitShape } from '@bufbuild/protobuf';
import {
  ChangeSchema,
  Conversation_Kind as Kind,
  conversationId,
  ConversationService,
  deviceId,
  formatId,
  MessageSchema,
  MessageService,
  OperationError,
  PresenceService,
  Reason_Code,
  selfOf,
  SessionService,
  userId,
  type AppId,
  type ConversationId,
  type UserId,
  textOf,
} from '@hubbub/protocol';
import { Dispatch } from '../../packages/server/src/dispatch.ts';
import type {
  Operation,
  OpenOperation,
  UserOperation,
} from '../../packages/server/src/features/operation.ts';
import { sessionCookie } from '../../packages/server/src/gateway/cookies.ts';
import { Gateway, type GatewayLimits } from '../../packages/server/src/gateway/gateway.ts';
import type { Difference } from '../../packages/server/src/gateway/routing.ts';
import type { Write } from '../../packages/server/src/store/statement.ts';
import { mergeChanges } from '../../packages/server/src/gateway/merge.ts';
import { allowedOrigins } from '../../packages/server/src/rules/origins.ts';
import type { Bus, StreamEmission } from '../../packages/server/src/ports/bus.ts';
import { systemClock } from '../../packages/server/src/ports/clock.ts';
import { memoryRates, noRates, openApps } from '../support/dispatch.ts';
import { memoryBus } from '../../packages/server/src/bus/memory.ts';

export const app = 'main' as AppId;
export const lobby = conversationId(formatId('cnv', 77));
export const people = { alice: 1, bob: 2, charlie: 3 } as const;
export type Person = keyof typeof people;

export function idOf(person: string): UserId {
  return userId(formatId('usr', people[person as Person] ?? Number(person)));
}

/** The world needs none to write. */
const noStatements: readonly never[] = [];

export const limits: GatewayLimits = {
  mostInFlight: 64,
  loginMs: 5_000,
  pingEveryMs: 25_000,
  pongMs: 20_000,
  slowBytes: 65_536,
  mostBytes: 1_048_576,
  oldestMs: 10_000,
  frameBytes: 65_536,
  bodyBytes: 1_048_576,
  queueBytes: 1_153_434,
  idleSeconds: 10,
  mostSocketsPerUser: 20,
  waitingPerAddress: 100,
  mostWaiting: 1_000,
  sweepMs: 20,
  headsMs: 60_000,
  gapPatienceMs: 5,
  recheckMs: 60_000,
};

/** What is committed: the streams' emissions in version order, and who is a member. */
export class World {
  readonly log = new Map<ConversationId, StreamEmission[]>();
  readonly members = new Set<UserId>();
  readonly livingDevices = new Set<string>();
  /** Awaited by message.send before it writes, by its text. */
  readonly before = new Map<string, Promise<void>>();
  failNext: OperationError | undefined;

  head(conversation: ConversationId): number {
    return this.log.get(conversation)?.length ?? 0;
  }

  commit(
    rows: MessageInitShape<typeof ChangeSchema>,
    more: Partial<StreamEmission> = {},
  ): StreamEmission {
    const conversation = more.conversation ?? lobby;
    const version = this.head(conversation) + 1;
    const change = create(ChangeSchema, {
      ...(rows as object),
      conversation,
      base: version - 1,
      version,
    });
    for (const message of change.messages) message.version = version;
    for (const member of change.members) member.version = version;
    const emission: StreamEmission = {
      type: 'stream',
      app,
      conversation,
      kind: Kind.ROOM,
      audience: [],
      joined: [],
      left: [],
      ...more,
      change,
    };
    this.log.set(conversation, [...(this.log.get(conversation) ?? []), emission]);
    return emission;
  }

  say(text: string, sender: UserId = idOf('alice')): StreamEmission {
    const seq = this.head(lobby) + 1;
    return this.commit({
      messages: [
        create(MessageSchema, {
          conversation: lobby,
          seq,
          sender,
          content: { case: 'text', value: text },
        }),
      ],
    });
  }

  join(user: UserId): readonly StreamEmission[] {
    this.members.add(user);
    const self = {
      conversation: selfOf(user),
      kind: Kind.SELF,
      audience: [user],
      joined: [{ conversation: lobby, kind: Kind.ROOM, version: this.head(lobby) + 1 }],
    };
    return [
      this.commit({}, self),
      this.commit({ members: [{ user, conversation: lobby } as never] }),
    ];
  }

  leave(user: UserId): StreamEmission {
    this.members.delete(user);
    return this.commit(
      { members: [{ user, conversation: lobby, left: Reason_Code.LEFT } as never] },
      { left: [user] },
    );
  }

  difference(conversation: ConversationId, after: number): Difference {
    const missing = (this.log.get(conversation) ?? []).slice(after);
    const [last] = missing.slice(-1);
    if (last === undefined) throw new Error('nothing is missing');
    const left = [...new Set(missing.flatMap((one) => one.left))].filter(
      (user) => !this.members.has(user),
    );
    const joined = missing.flatMap((one) => one.joined);
    return {
      ...last,
      change: mergeChanges(missing.map((one) => one.change)),
      left,
      joined,
      repaired: true,
    };
  }
}

export interface Node {
  readonly gateway: Gateway;
  readonly dispatch: Dispatch;
  readonly port: number;
  readonly url: string;
  readonly bus: Bus;
  readonly reports: unknown[];
  readonly closes: string[];
  repairs: number;
  stop(): Promise<void>;
}

interface NodeOptions {
  readonly limits?: Partial<GatewayLimits>;
  readonly bus?: Bus;
  readonly rate?: { readonly perSecond: number; readonly burst: number };
  readonly timeLimitMs?: number;
  readonly origins?: readonly string[];
}

export function startNode(world: World, options: NodeOptions = {}): Node {
  const bus = options.bus ?? memoryBus();
  const reports: unknown[] = [];
  const closes: string[] = [];
  const given = { ...limits, ...options.limits };
  const dispatch = new Dispatch({
    operations: operationsOver(world),
    storage: storageOver(),
    bus,
    clock: systemClock,
    rates: options.rate ? memoryRates(options.rate) : noRates,
    apps: openApps,
    timeLimitMs: options.timeLimitMs ?? 30_000,
    report(failure) {
      const incident = crypto.randomUUID();
      reports.push({ incident, ...failure });
      return incident;
    },
    count: () => undefined,
  });
  const node: { repairs: number } = { repairs: 0 };
  const gateway = new Gateway({
    host: '127.0.0.1',
    port: 0,
    app,
    appOfHost: () => undefined,
    proxies: [],
    sockets: true,
    dispatch,
    clock: systemClock,
    limits: given,
    isAllowedOrigin: allowedOrigins(options.origins ?? []),
    cookie: sessionCookie(false),
    mayOpen: async () => true,
    secure: (response) => response,
    http: async () => new Response('no page', { status: 404 }),
    reads: {
      async readDifference(_app, conversation, after) {
        node.repairs += 1;
        return world.difference(conversation, after);
      },
      readHeads: async (_app, ids) => new Map(ids.map((id) => [id, world.head(id)])),
    },
    stillValid: async (_app, devices) =>
      new Set(devices.filter((one) => world.livingDevices.has(one))),
    replaced: async () => new Set(),
    report: (problem, cause) => reports.push({ problem, cause }),
    onClosed: (reason) => closes.push(reason),
  });
  bus.listen((emission) => gateway.receive(emission));
  const port = gateway.start();
  return Object.assign(node, {
    gateway,
    dispatch,
    port,
    bus,
    reports,
    closes,
    url: `ws://127.0.0.1:${port}/v1/socket`,
    stop: () => gateway.stop(),
  });
}

/** A write's "store": it runs when the turn ends, in the order of submission, as the writer's batches do. */
function storageOver() {
  let queue: (() => void)[] = [];
  return {
    read: async (): Promise<never> => Promise.reject(new Error('no reads here')),
    write: <A, R>(_app: AppId, write: Write<A, R>, args: A) =>
      new Promise<R>((resolve, reject) => {
        if (queue.length === 0)
          setImmediate(() => {
            const batch = queue;
            queue = [];
            for (const one of batch) one();
          });
        queue.push(() => {
          try {
            const step = write.run({} as never, args).next();
            if (step.done) resolve(step.value);
          } catch (error) {
            write.failed?.(error);
            reject(error as Error);
          }
        });
      }),
  };
}

function operationsOver(world: World): readonly Operation[] {
  const open: OpenOperation<typeof SessionService.method.open> = {
    method: SessionService.method.open,
    who: 'anyone',
    cost: 0,
    idempotency: 'natural',
    doors: ['socket'],
    async run({ args, socket }) {
      const [name = '', device = '1'] = args.token.split(' ');
      if (name === '') throw new OperationError('TOKEN');
      const caller = { user: idOf(name), device: deviceId(formatId('dev', Number(device))) };
      world.livingDevices.add(caller.device);
      socket?.logIn(app, caller);
      const found = world.members.has(caller.user)
        ? [{ conversation: lobby, kind: Kind.ROOM, version: world.head(lobby) }]
        : [];
      await world.before.get('subscribe');
      socket?.subscribe(found);
      return { result: { user: { id: caller.user }, epoch: 'one', heartbeatMs: 25_000 } };
    },
  };
  const send: UserOperation<typeof MessageService.method.send> = {
    method: MessageService.method.send,
    who: 'user',
    cost: 1,
    idempotency: 'clientMsgId',
    async run(call) {
      const text = textOf(call.args);
      if (text === 'bug') throw new Error('a bug with a secret in it');
      await world.before.get(text);
      const emission = await call.write(
        {
          name: 'say',
          locks: () => ({}),
          *run() {
            yield* noStatements;
            const fail = world.failNext;
            if (fail !== undefined && text.startsWith('fail')) throw fail;
            const said = world.say(text, call.caller.user);
            const audience = [idOf('alice'), idOf('bob')];
            return text.startsWith('direct') ? { ...said, kind: Kind.DIRECT, audience } : said;
          },
        },
        {},
      );
      const [message] = emission.change.messages;
      return {
        result: { change: emission.change, ...(message && { message }) },
        emissions: [emission],
      };
    },
  };
  const join: UserOperation<typeof ConversationService.method.join> = {
    method: ConversationService.method.join,
    who: 'user',
    cost: 1,
    idempotency: 'natural',
    run: async ({ caller }) => ({ result: {}, emissions: world.join(caller.user) }),
  };
  const leave: UserOperation<typeof ConversationService.method.leave> = {
    method: ConversationService.method.leave,
    who: 'user',
    cost: 1,
    idempotency: 'natural',
    run: async ({ caller }) => ({ result: {}, emissions: [world.leave(caller.user)] }),
  };
  const subscribe: UserOperation<typeof PresenceService.method.subscribe> = {
    method: PresenceService.method.subscribe,
    who: 'user',
    cost: 0,
    idempotency: 'natural',
    async run({ args, socket }) {
      const users = args.users.map((one) => userId(one));
      const target =
        args.conversation === '' ? { users } : { conversation: conversationId(args.conversation) };
      if (socket === undefined) throw new OperationError('DOOR');
      const { present, count } = socket.watch(target);
      return { result: { present: [...present], count } };
    },
  };
  return [open, send, join, leave, subscribe] as unknown as readonly Operation[];
}
