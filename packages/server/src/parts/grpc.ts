// The gRPC door with its own port, from the options.
import { GrpcListener, type GrpcListenerParts } from '../api/grpc-listener.ts';
import { grpcDoor, type GrpcParts } from '../api/grpc.ts';
import type { Config } from '../config/table.ts';
import { clientAddresses } from '../gateway/addresses.ts';

interface Grpc extends Pick<GrpcListenerParts, 'clock' | 'tls'> {
  readonly config: Config;
  readonly door: Omit<GrpcParts, 'reflection' | 'messageBytes'>;
}

export function openGrpc({ config, clock, tls, door }: Grpc): GrpcListener {
  return new GrpcListener({
    host: config.grpcHost,
    port: config.grpcPort,
    tls,
    clock,
    addressOf: clientAddresses(config.proxies),
    door: grpcDoor({
      ...door,
      reflection: config.grpcReflection || config.environment === 'dev',
      messageBytes: config.grpcBytes,
    }),
    limits: {
      streamsPerConnection: config.grpcStreams,
      mostConnections: config.grpcConnections,
      // An operation is answered within its time limit; the rest is for the way in and out.
      // With a look each second nobody dawdles for ten.
      arrivalMs: Math.min(7_000, config.timeLimitMs * 4),
      streamMs: config.timeLimitMs * 2,
    },
  });
}
