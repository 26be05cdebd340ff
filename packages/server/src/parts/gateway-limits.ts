// The gateway's limits from the options.
import type { Config } from '../config.ts';
import type { GatewayLimits } from '../gateway/gateway.ts';

export function gatewayLimits(config: Config): GatewayLimits {
  return {
    mostInFlight: config.inFlight,
    loginMs: config.loginMs,
    pingEveryMs: config.pingMs,
    pongMs: config.pongMs,
    slowBytes: config.slowBytes,
    mostBytes: config.queueBytes,
    // The sweep ends a slow socket with a reason; a little above it the runtime ends it without one.
    queueBytes: Math.floor(config.queueBytes * 1.1),
    oldestMs: config.queueMs,
    frameBytes: config.frameBytes,
    // The doors refuse with a reason what is too large for them; the runtime, above this, without one.
    bodyBytes: Math.max(config.bodyBytes, config.mediaBytes * 2),
    idleSeconds: 10,
    mostSocketsPerUser: config.userSockets,
    waitingPerAddress: config.addressSockets,
    mostWaiting: config.waitingSockets,
    sweepMs: config.sweepMs,
    headsMs: config.headsMs,
    gapPatienceMs: 20,
    recheckMs: config.recheckMs,
  };
}
