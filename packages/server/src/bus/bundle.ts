// Emissions as bytes, for a bus between processes. The rows of a change stay bytes until somebody reads them: most of what
// a node of a large cluster hears concerns nobody on it, and then only the names are read (measured, see
// docs/adr/0006-one-channel-for-all-nodes.md).
import { create, fromBinary, toBinary, type MessageInitShape } from '@bufbuild/protobuf';
import {
  ChangeSchema,
  EventSchema,
  type AppId,
  type Change,
  type ConversationId,
  type DeviceId,
  type UserId,
} from '@hubbub/protocol';
import {
  BundleSchema,
  type EmissionSchema,
  type Emission as Sent,
  type Game as GameSaying,
  type Live,
  type Presence,
  type Stream,
} from '@hubbub/protocol/internal';
import type {
  Emission,
  GameEmission,
  LiveEmission,
  PresenceEmission,
  RevokeEmission,
  StreamEmission,
} from '../ports/bus.ts';

interface Bundle {
  readonly node: string;
  /** Dense per node. */
  readonly number: number;
  readonly emissions: readonly Emission[];
}

export function encodeBundle({ node, number, emissions }: Bundle): Uint8Array {
  return toBinary(
    BundleSchema,
    create(BundleSchema, { node, number, emissions: emissions.map(toSent) }),
  );
}

/** Throws when the bytes are no bundle. An emission of a kind that is not known here counts as one that did not come. */
export function decodeBundle(bytes: Uint8Array): Bundle & { readonly isWhole: boolean } {
  const { node, number, emissions: sent } = fromBinary(BundleSchema, bytes);
  const emissions = sent.map(fromSent).filter((one) => one !== undefined);
  return { node, number, emissions, isWhole: emissions.length === sent.length };
}

function toSent(emission: Emission): MessageInitShape<typeof EmissionSchema> {
  switch (emission.type) {
    case 'stream': {
      const { app, conversation, kind, change, audience, joined, left } = emission;
      const value = {
        conversation,
        kind,
        change: toBinary(ChangeSchema, change),
        audience: [...audience],
        joined: [...joined],
        left: [...left],
      };
      return { app, what: { case: 'stream', value } };
    }
    case 'live': {
      const event = toBinary(EventSchema, emission.event);
      const { to } = emission;
      const except = 'members' in to ? [...(to.except ?? [])] : [];
      const value = { to: recipientOf(emission), event, except };
      return { app: emission.app, what: { case: 'live', value } };
    }
    case 'typing': {
      const { app, conversation, user, stopped, to } = emission;
      return { app, what: { case: 'typing', value: { conversation, user, stopped, to: [...to] } } };
    }
    case 'revoke': {
      const { app, device, user = '', why = '' } = emission;
      return { app, what: { case: 'revoke', value: { device, user, why } } };
    }
    case 'disabled': {
      const { app, user } = emission;
      return { app, what: { case: 'disabled', value: { user } } };
    }
    case 'parted': {
      const { app, watcher, user } = emission;
      return { app, what: { case: 'parted', value: { watcher, user } } };
    }
    case 'showing': {
      const { app, user, showsAll } = emission;
      return { app, what: { case: 'showing', value: { user, showsAll } } };
    }
    case 'game': {
      const { app, game, to, frame } = emission;
      const value = { game, frame, to: to.map(({ user, device = '' }) => ({ user, device })) };
      return { app, what: { case: 'game', value } };
    }
    case 'gameCall': {
      const { from, to, body } = emission;
      return { what: { case: 'gameCall', value: { from, to, body } } };
    }
    case 'gameAudience':
      throw new Error('who sits at a node is no matter of others');
    case 'attention': {
      const { from, to, question, subjects } = emission;
      const value = { from, to, question, subjects: [...subjects] };
      return { what: { case: 'attention', value } };
    }
    case 'log': {
      const { app, position } = emission;
      return { app, what: { case: 'log', value: { position } } };
    }
    case 'apps':
      return { app: emission.app, what: { case: 'apps', value: {} } };
    case 'presence': {
      const { node, asks, told, beat, leaving } = emission;
      const value = {
        node,
        leaving,
        asks: [...asks],
        told: told.map((one) => ({ ...one, here: [...one.here], gone: [...one.gone] })),
        ...(beat && { beat: { interests: [...beat.interests], digests: [...beat.digests] } }),
      };
      return { what: { case: 'presence', value } };
    }
  }
}

function recipientOf({ to }: LiveEmission) {
  if ('watchers' in to) return { case: 'watchers', value: to.watchers } as const;
  if ('members' in to) return { case: 'members', value: to.members } as const;
  if ('askers' in to) return { case: 'askers', value: to.askers } as const;
  return { case: 'user', value: to.user } as const;
}

function fromSent({ app: name, what }: Sent): Emission | undefined {
  const app = name as AppId;
  switch (what.case) {
    case 'stream':
      return new ReceivedStream(app, what.value);
    case 'live':
      return toLive(app, what.value);
    case 'typing': {
      const { conversation, user, stopped, to } = what.value;
      const ids = { conversation: conversation as ConversationId, user: user as UserId };
      return { type: 'typing', app, ...ids, stopped, to: to as UserId[] };
    }
    case 'revoke': {
      const { device, user } = what.value;
      const whose = user === '' ? {} : { user: user as UserId };
      const why = whyOf(what.value.why);
      return { type: 'revoke', app, device: device as DeviceId, ...whose, ...(why && { why }) };
    }
    case 'disabled':
      return { type: 'disabled', app, user: what.value.user as UserId };
    case 'parted': {
      const { watcher, user } = what.value;
      return { type: 'parted', app, watcher: watcher as UserId, user: user as UserId };
    }
    case 'showing': {
      const { user, showsAll } = what.value;
      return { type: 'showing', app, user: user as UserId, showsAll };
    }
    case 'game':
      return toGame(app, what.value);
    case 'gameCall': {
      const { from, to, body } = what.value;
      return { type: 'gameCall', from, to, body };
    }
    case 'presence':
      return toPresence(what.value);
    case 'attention': {
      const { from, to, question, subjects } = what.value;
      return { type: 'attention', from, to, question, subjects };
    }
    case 'log':
      return { type: 'log', app, position: what.value.position };
    case 'apps':
      return { type: 'apps', app };
    case undefined:
      return undefined;
  }
}

class ReceivedStream implements StreamEmission {
  readonly type = 'stream';
  readonly #sent: Stream;
  #change: Change | undefined;

  constructor(
    readonly app: AppId,
    sent: Stream,
  ) {
    this.#sent = sent;
  }

  get conversation(): ConversationId {
    return this.#sent.conversation as ConversationId;
  }
  get kind(): StreamEmission['kind'] {
    return this.#sent.kind;
  }
  get audience(): readonly UserId[] {
    return this.#sent.audience as UserId[];
  }
  get joined(): StreamEmission['joined'] {
    return this.#sent.joined as unknown as StreamEmission['joined'];
  }
  get left(): readonly UserId[] {
    return this.#sent.left as UserId[];
  }
  get change(): Change {
    return (this.#change ??= fromBinary(ChangeSchema, this.#sent.change));
  }
}

function toLive(app: AppId, { to, event, except }: Live): LiveEmission | undefined {
  const recipient = recipientIn(to, except as UserId[]);
  return recipient && { type: 'live', app, to: recipient, event: fromBinary(EventSchema, event) };
}

function recipientIn(to: Live['to'], except: readonly UserId[]): LiveEmission['to'] | undefined {
  switch (to.case) {
    case 'watchers':
      return { watchers: to.value as ConversationId };
    case 'askers':
      return { askers: to.value as UserId };
    case 'members':
      return { members: to.value as ConversationId, ...(except.length > 0 && { except }) };
    case 'user':
      return { user: to.value as UserId };
    case undefined:
      return undefined;
  }
}

function toGame(app: AppId, { game, to, frame }: GameSaying): GameEmission {
  const sitters = to.map(({ user, device }) => ({
    user: user as UserId,
    ...(device !== '' && { device: device as DeviceId }),
  }));
  const bytes = frame as Uint8Array<ArrayBuffer>;
  return { type: 'game', app, game, to: sitters, frame: bytes, isToAll: false, isLocal: true };
}

function toPresence({ node, asks, told, beat, leaving }: Presence): PresenceEmission {
  return {
    type: 'presence',
    node,
    asks,
    told: told as unknown as PresenceEmission['told'],
    beat,
    leaving,
  };
}

function whyOf(why: string): RevokeEmission['why'] {
  return why === 'REPLACED' || why === 'PASSWORD_CHANGED' ? why : undefined;
}
