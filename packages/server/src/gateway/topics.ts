// Native topics: one per conversation and codec for the durable class, another for those who watch it (the latest and
// volatile class), so that a slow socket can leave the second and keep the first. One publish reaches all in native code.
import { codecs, type Codec, type CodecName, type FrameData } from '@hubbub/protocol';
import { encodeFor, type Encoded } from './encoded.ts';
import type { Recipient, Stream } from './local.ts';

/** The two calls of Bun's server that topics need. */
export interface NativeTopics {
  publish(topic: string, data: FrameData): number;
  subscriberCount(topic: string): number;
}

const everyCodec: readonly Codec[] = Object.values(codecs);

export class Topics {
  #native: NativeTopics | undefined;

  /** The listener starts after the hub is made. */
  attach(native: NativeTopics): void {
    this.#native = native;
  }

  subscribe(connection: Recipient, stream: Stream): void {
    connection.subscribe(durable(stream, connection.codec.name));
  }

  unsubscribe(connection: Recipient, stream: Stream): void {
    connection.unsubscribe(durable(stream, connection.codec.name));
  }

  watch(connection: Recipient, stream: Stream): void {
    connection.subscribe(watched(stream, connection.codec.name));
  }

  unwatch(connection: Recipient, stream: Stream): void {
    connection.unsubscribe(watched(stream, connection.codec.name));
  }

  publish(stream: Stream, encoded: Encoded): void {
    this.#publish((codec) => durable(stream, codec), encoded);
  }

  publishToWatchers(stream: Stream, encoded: Encoded): void {
    if (stream.watched !== undefined) this.#publish((codec) => watched(stream, codec), encoded);
  }

  enterGame(connection: Recipient, key: string): void {
    connection.subscribe(`${connection.codec.name}!${key}`);
  }

  leaveGame(connection: Recipient, key: string): void {
    connection.unsubscribe(`${connection.codec.name}!${key}`);
  }

  /** @param spoken the codecs of those who hear it: asking the runtime costs as much as publishing (bench games) */
  publishGame(key: string, encoded: Encoded, spoken: Iterable<CodecName>): void {
    for (const name of spoken)
      this.#native?.publish(`${name}!${key}`, encodeFor(codecs[name], encoded));
  }

  #publish(topicOf: (codec: CodecName) => string, encoded: Encoded): void {
    for (const codec of everyCodec) {
      const topic = topicOf(codec.name);
      if (this.#native !== undefined && this.#native.subscriberCount(topic) > 0)
        this.#native.publish(topic, encodeFor(codec, encoded));
    }
  }
}

function durable(stream: Stream, codec: CodecName): string {
  return `${codec}:${stream.app}/${stream.conversation}`;
}

function watched(stream: Stream, codec: CodecName): string {
  return `${codec}?${stream.app}/${stream.conversation}`;
}
