import { OperationError, type AppId } from '@hubbub/protocol';

export interface Offered {
  /** The server's public key, in base64url. */
  readonly applicationKey: string;
  /** Push services of the operator's own, as host or host:port: they may be at private addresses. */
  readonly hosts: readonly string[];
  /** Somebody of this app has subscribed. */
  readonly subscribed: (app: AppId) => void;
}

export interface PushNeeds {
  /** Undefined where the operator wants none. */
  readonly push: () => Offered | undefined;
}

/** Throws NOT_OFFERED. */
export function offered({ push }: PushNeeds): Offered {
  const found = push();
  if (found === undefined) throw new OperationError('NOT_OFFERED');
  return found;
}
