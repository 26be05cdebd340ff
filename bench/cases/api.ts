// What a call of another service costs: reading a user and sending a message, over gRPC and over HTTP, beside a bare Connect
// server that answers the same messages with what it was given.
import { create, toBinary, toJsonString, type DescMessage } from '@bufbuild/protobuf';
import { methods } from '@hubbub/protocol';
import { grpcCall, grpcCaller, httpCall, runCalls, type MakeCall } from '../generator/calls.ts';
import { percentile } from '../statistics.ts';
import { apiSystems, type ApiRunning, type ApiSystem } from '../systems/api.ts';
import type { Figure, Options, OwnCase } from './case.ts';

const outstanding = 64;
const text = 'a message of forty characters, no fewer.';

export const api: OwnCase<ApiSystem> = {
  name: 'api',
  title:
    `unary calls, ${outstanding} outstanding: user.get (get) and message.send (send; Hubbub answers after fsync) over gRPC ` +
    'and HTTP+JSON, beside a bare Connect echo of the same messages',
  systems: apiSystems,
  yardstick: 'connect',
  async run(system, options) {
    const running = await system.startApi();
    try {
      return [
        await measured('grpc', 'get', { running, options }),
        await measured('grpc', 'send', { running, options }),
        await measured('http', 'get', { running, options }),
        await measured('http', 'send', { running, options }),
      ];
    } finally {
      await running.stop();
    }
  },
};

type Door = 'grpc' | 'http';
type Verb = 'get' | 'send';

interface Round {
  readonly running: ApiRunning;
  readonly options: Options;
}

async function measured(door: Door, verb: Verb, { running, options }: Round): Promise<Figure> {
  const { pid, port } = running.server;
  const method = verb === 'get' ? methods['user.get'] : methods['message.send'];
  const target = {
    path: `/${method.parent.typeName}/${method.name}`,
    token: running.token,
    body: (number: number) => request(door, { input: method.input, fields: fields(verb, number) }),
  };
  const fields = (asked: Verb, number: number): object =>
    asked === 'get'
      ? { users: [running.user] }
      : {
          conversation: running.conversation,
          clientMsgId: `${door}-${number}`,
          content: { case: 'text', value: text },
        };
  const { session } = await grpcCaller(running.grpcPort);
  const make: MakeCall = door === 'grpc' ? grpcCall(session, target) : httpCall(port, target);
  const got = await runCalls(make, { pid, outstanding, seconds: options.seconds });
  session.destroy();
  return {
    case: `${door} ${verb}`,
    perCpuSecond: got.calls / got.serverCpu,
    perSecond: got.calls / got.seconds,
    p50Ms: percentile(got.latencies, 0.5),
    p99Ms: percentile(got.latencies, 0.99),
    bytesEach: got.bytes / got.calls,
    generatorBound: got.generatorBound,
  };
}

interface Asked {
  readonly input: DescMessage;
  readonly fields: object;
}

function request(door: Door, { input, fields }: Asked): Uint8Array {
  const message = create(input, fields as Record<string, unknown>);
  return door === 'grpc' ? toBinary(input, message) : Buffer.from(toJsonString(input, message));
}
