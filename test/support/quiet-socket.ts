// A socket for the gateway's own parts, without a network.
import { codecs, type CloseReason, type DeviceId, type FrameData } from '@hubbub/protocol';
import type { LocalUser, Recipient, Stream } from '../../packages/server/src/gateway/local.ts';

/** Keeps what it is sent. */
export class QuietSocket implements Recipient {
  readonly codec = codecs.json;
  readonly topics = new Set<string>();
  /** Frames, and why it was closed. */
  readonly heard: string[] = [];
  readonly watching = new Map<Stream, boolean>();
  readonly asking = new Set<string>();
  readonly hasAsked = true;
  slow = false;
  user: LocalUser | undefined;
  device: DeviceId | undefined;

  bind(user: LocalUser, device: DeviceId): void {
    this.user = user;
    this.device = device;
  }
  send(frame: FrameData): void {
    this.heard.push(String(frame));
  }
  flush(): void {}
  subscribe(topic: string): void {
    this.topics.add(topic);
  }
  unsubscribe(topic: string): void {
    this.topics.delete(topic);
  }
  close(reason: CloseReason): void {
    this.heard.push(reason);
  }
}
