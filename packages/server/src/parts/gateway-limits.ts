// The gateway's limits from the options.
import type { Config } from '../config/table.ts';
import type { GatewayLimits } from '../gateway/gateway.ts';

export function gatewayLimits(config: Config): GatewayLimits {
  return {
    mostInFlight: config.inFlight,
    loginMs: config.loginMs,
    pingEveryMs: config.pingMs,
    pongMs: config.pongMs,
    slowBytes: config.slowBytes,
    // The sweep ends a slow socket with a reason, a little below the bound that was set; the runtime, a little above, without
    // one. What a full queue costs beside its bytes then stays within the bound as well (test/faults/slow-readers.test.ts).
    mostBytes: Math.floor(config.queueBytes * 0.93),
    queueBytes: Math.floor(config.queueBytes * 1.02),
    oldestMs: config.queueMs,
    frameBytes: config.frameBytes,
    // The doors refuse with a reason what is too large for them; the runtime, above this, without one.
    bodyBytes: Math.max(config.bodyBytes, config.mediaBytes * 2, config.fileBytes + 65_536),
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
