// gRPC's own services on the gRPC door: health for balancers, reflection for tools; and which doors a process opens.
import { afterEach, expect, test } from 'bun:test';
import { connect } from 'node:net';
import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { FileDescriptorProtoSchema } from '@bufbuild/protobuf/wkt';
import { Metadata, status } from '@grpc/grpc-js';
import {
  ExtensionRequestSchema,
  HealthCheckRequestSchema,
  HealthCheckResponse_ServingStatus as Status,
  HealthCheckResponseSchema,
  ServerReflectionRequestSchema,
  ServerReflectionResponseSchema,
  type ServerReflectionRequest,
  type ServerReflectionResponse,
} from '@hubbub/protocol/grpc';
import type { Config } from '../../packages/server/src/config/table.ts';
import { asIs, GrpcClient, refusalOf, type GrpcRefusal } from '../support/grpc.ts';
import { signUp } from '../support/people.ts';
import { allDoors, openSocket, spawnServer, startServer } from '../support/server.ts';
import { until } from '../support/until.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function serve(overrides: Partial<Config> = {}) {
  const server = await startServer({ ...allDoors, ...overrides });
  closing.push(() => server.stop());
  if (server.grpc === undefined) throw new Error('the gRPC door is closed');
  return { server, grpc: clientOf(server.grpc) };
}

function clientOf(address: string | undefined): GrpcClient {
  const grpc = new GrpcClient(address);
  closing.unshift(() => grpc.close());
  return grpc;
}

function health(service: string): Buffer {
  return Buffer.from(
    toBinary(HealthCheckRequestSchema, create(HealthCheckRequestSchema, { service })),
  );
}

async function check(grpc: GrpcClient, service: string): Promise<Status> {
  const bytes = await grpc.send('/grpc.health.v1.Health/Check', health(service));
  return fromBinary(HealthCheckResponseSchema, bytes).status;
}

/** The states that the server tells, as they come, and how the call ended. */
function watch(grpc: GrpcClient, service: string) {
  const path = '/grpc.health.v1.Health/Watch';
  const told: Status[] = [];
  const stream = grpc.channel.makeServerStreamRequest(path, asIs, asIs, health(service));
  const ended = new Promise<number>((resolve) => {
    stream.on('status', ({ code }) => resolve(code));
    stream.on('error', () => undefined);
  });
  stream.on('data', (bytes: Buffer) =>
    told.push(fromBinary(HealthCheckResponseSchema, bytes).status),
  );
  return { told, ended, cancel: () => stream.cancel() };
}

test('health: the server and each of its services', async () => {
  const { grpc } = await serve();
  expect(await check(grpc, '')).toBe(Status.SERVING);
  expect(await check(grpc, 'hubbub.v1.MessageService')).toBe(Status.SERVING);
  const strange = await check(grpc, 'hubbub.v1.Nothing').catch((error: unknown) => error);
  expect((strange as GrpcRefusal).status).toBe(status.NOT_FOUND);
  const unknown = watch(grpc, 'hubbub.v1.Nothing');
  await until(() => unknown.told.length > 0);
  expect(unknown.told).toEqual([Status.SERVICE_UNKNOWN]);
  unknown.cancel();
  expect(await unknown.ended).toBe(status.CANCELLED);
});

test('health: who watches is told when the server begins to stop', async () => {
  const { server, grpc } = await serve({ unreadyMs: 100 });
  const { told, ended } = watch(grpc, '');
  await until(() => told.length > 0);
  const stopping = server.stop();
  await until(() => told.length > 1);
  expect(told).toEqual([Status.SERVING, Status.NOT_SERVING]);
  expect(await ended).toBe(status.OK);
  await stopping;
});

type Asked = ServerReflectionRequest['messageRequest'];

async function reflect(grpc: GrpcClient, version: string, asked: readonly Asked[]) {
  const path = `/grpc.reflection.${version}.ServerReflection/ServerReflectionInfo`;
  const stream = grpc.channel.makeBidiStreamRequest(path, asIs, asIs, new Metadata());
  const got: ServerReflectionResponse[] = [];
  const ended = new Promise<void>((resolve, reject) => {
    stream.on('error', (error) => reject(refusalOf(error as never)));
    stream.on('end', resolve);
  });
  stream.on('data', (bytes: Buffer) => got.push(fromBinary(ServerReflectionResponseSchema, bytes)));
  for (const messageRequest of asked)
    stream.write(
      Buffer.from(
        toBinary(
          ServerReflectionRequestSchema,
          create(ServerReflectionRequestSchema, { messageRequest }),
        ),
      ),
    );
  stream.end();
  await ended;
  return got.map(({ messageResponse }) => messageResponse);
}

for (const version of ['v1', 'v1alpha'])
  test(`reflection ${version} lists the services and gives their files`, async () => {
    const { grpc } = await serve({ environment: 'dev' });
    const [list, byName, bySymbol, ofMethod, extension, numbers, nothing] = await reflect(
      grpc,
      version,
      [
        { case: 'listServices', value: '' },
        { case: 'fileByFilename', value: 'hubbub/v1/mark.proto' },
        { case: 'fileContainingSymbol', value: 'hubbub.v1.MessageService' },
        { case: 'fileContainingSymbol', value: 'hubbub.v1.MessageService.Send' },
        {
          case: 'fileContainingExtension',
          value: create(ExtensionRequestSchema, extensionOf()),
        },
        { case: 'allExtensionNumbersOfType', value: 'google.protobuf.FieldOptions' },
        { case: 'fileContainingSymbol', value: 'hubbub.v1.Nothing' },
      ],
    );
    const services = list?.case === 'listServicesResponse' ? list.value.service : [];
    const names = services.map(({ name }) => name);
    expect(names).toContain('hubbub.v1.MessageService');
    expect(names).toContain('grpc.health.v1.Health');
    expect(names).toContain(`grpc.reflection.${version}.ServerReflection`);
    expect(filesIn(byName)[0]).toBe('hubbub/v1/mark.proto');
    // Whatever it imports comes along, so that a tool can build it without asking again.
    for (const answer of [bySymbol, ofMethod])
      expect(filesIn(answer)).toEqual(
        expect.arrayContaining([
          'hubbub/v1/message.proto',
          'hubbub/v1/stream.proto',
          'hubbub/v1/options.proto',
          'google/protobuf/descriptor.proto',
        ]),
      );
    expect(filesIn(extension)[0]).toBe('hubbub/v1/options.proto');
    expect(
      numbers?.case === 'allExtensionNumbersResponse' && numbers.value.extensionNumber,
    ).toEqual([50_001]);
    expect(nothing?.case === 'errorResponse' && nothing.value.errorCode).toBe(status.NOT_FOUND);
  });

function extensionOf() {
  return { containingType: 'google.protobuf.FieldOptions', extensionNumber: 50_001 };
}

function filesIn(answer: ServerReflectionResponse['messageResponse'] | undefined): string[] {
  if (answer?.case !== 'fileDescriptorResponse') return [];
  return answer.value.fileDescriptorProto.map(
    (bytes) => fromBinary(FileDescriptorProtoSchema, bytes).name,
  );
}

test('reflection is closed in production until it is asked for', async () => {
  const asked: readonly Asked[] = [{ case: 'listServices', value: '' }];
  const closed = await serve({ environment: 'prod' });
  const refused = await reflect(closed.grpc, 'v1', asked).catch((error: unknown) => error);
  expect((refused as GrpcRefusal).status).toBe(status.UNIMPLEMENTED);
  const open = await serve({ environment: 'prod', grpcReflection: true });
  expect(await reflect(open.grpc, 'v1', asked)).toHaveLength(1);
});

test('a process opens the doors that it is told to, and prints where', async () => {
  const server = await spawnServer({ ...allDoors, doors: ['grpc'] });
  closing.push(() => server.stop());
  const grpc = clientOf(server.grpc);
  const { token } = await grpc.call('account.signUp', {
    username: 'alice',
    password: 'correct horse battery',
  });
  expect((await grpc.call('device.list', {}, { token })).devices).toHaveLength(1);
  expect(await signUp(server.url, 'bob').catch(() => 'closed')).toBe('closed');
  expect(await openSocket(server.socketUrl).catch(() => 'closed')).toBe('closed');
  expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
});

test('without being told to, the gRPC door stays closed', async () => {
  const server = await startServer();
  closing.push(() => server.stop());
  expect(server.grpc).toBeUndefined();
});

test('a gRPC port that is taken is named', async () => {
  const { server } = await serve();
  const grpcPort = Number(server.grpc?.split(':')[1]);
  const second = await startServer({ ...allDoors, grpcPort }).catch((error: unknown) => error);
  expect(String(second)).toContain('--grpc-port');
});

test('a stopped server inside a process leaves no connection open', async () => {
  const server = await startServer(allDoors);
  const [host, port] = (server.grpc ?? '').split(':');
  const socket = connect(Number(port), host);
  const closed = new Promise((resolve) => socket.once('close', () => resolve('closed')));
  socket.write('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');
  await new Promise((resolve) => socket.once('data', resolve));
  await server.stop();
  expect(await closed).toBe('closed');
});
