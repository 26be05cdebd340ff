// An event and its bytes: encoded at most once per codec, however many sockets it goes to.
import { create } from '@bufbuild/protobuf';
import {
  EventSchema,
  makerOf,
  readEventFrame,
  StaleSchema,
  type Change,
  type Codec,
  type Event,
  type FrameData,
} from '@hubbub/protocol';

export interface Encoded {
  readonly event: Event;
  json?: FrameData;
  proto?: FrameData;
}

/** An event that came encoded; it is read again only for sockets of the other codec. */
export function encodedFrame(frame: Uint8Array<ArrayBuffer>): Encoded {
  return {
    proto: frame,
    get event() {
      return readEventFrame(frame);
    },
  };
}

export function encodeFor(codec: Codec, encoded: Encoded): FrameData {
  return (encoded[codec.name] ??= codec.encodeEvent(encoded.event));
}

const makeEvent = makerOf(EventSchema);

export function changeEvent(change: Change): Encoded {
  return { event: makeEvent({ event: { case: 'change', value: change } }) };
}

export function staleEvent(): Encoded {
  return { event: create(EventSchema, { event: { case: 'stale', value: create(StaleSchema) } }) };
}
