// In which codec and over which transport a device speaks.
import type { Args, Frame } from './wire.ts';

/** What is used of a WebSocket. */
export interface Transport {
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
  addEventListener(type: 'open' | 'close' | 'error', listener: () => void): void;
  send(data: string | Uint8Array<ArrayBuffer>): void;
  close(): void;
}

export interface Request {
  readonly id: number;
  readonly op: string;
  readonly args: Args;
}

export interface Codec {
  /** The subprotocol. */
  readonly name: string;
  readonly write: (request: Request) => string | Uint8Array<ArrayBuffer>;
  /** @param opOf what was asked under this id, where it is still known */
  readonly read: (data: unknown, opOf: (id: number) => string | undefined) => readonly Frame[];
}

export interface Style extends Codec {
  readonly open: (url: string) => Transport;
}

export const json: Codec = {
  name: 'hubbub.json',
  write: (request) => JSON.stringify(request),
  read: (data) =>
    String(data)
      .split('\n')
      .filter((text) => text !== '')
      .map((text) => JSON.parse(text) as Frame),
};

/** A codec over the runtime's own WebSocket. */
export function overWebSocket(codec: Codec): Style {
  const open = (url: string) => {
    const socket = new WebSocket(url, [codec.name]);
    socket.binaryType = 'arraybuffer';
    return socket;
  };
  return { ...codec, open };
}

export const plain = overWebSocket(json);
