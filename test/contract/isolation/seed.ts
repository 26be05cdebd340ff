// Three people in an app: two rooms, one that is deleted but not purged, a group, a whisper, direct conversations, marks,
// devices, a ticket.
// Whatever somebody wrote carries the app's mark.
import {
  DeviceDescription_Class,
  formatId,
  parseId,
  randomKey,
  userId,
  type DeviceId,
  type UserId,
} from '@hubbub/protocol';
import { createPasswords } from '../../../packages/server/src/features/account/passwords.ts';
import { hashToken, lives } from '../../../packages/server/src/features/account/tokens.ts';
import type { Caller } from '../../../packages/server/src/features/operation.ts';
import { logIn, signUp } from '../../../packages/server/src/store/account-store.ts';
import { upsertUser } from '../../../packages/server/src/store/external-store.ts';
import type { Store } from '../../../packages/server/src/store/store.ts';
import { tellListeners } from '../../../packages/server/src/store/telling-store.ts';
import { createTicket } from '../../../packages/server/src/store/ticket-store.ts';
import { fillTimelines } from '../../../packages/server/src/store/timeline-store.ts';
import { main } from '../conversations/house.ts';
import { cheap } from '../../support/password-cost.ts';
import { House } from './house.ts';

export const people = ['alice', 'bob', 'charlie'] as const;
export type Name = (typeof people)[number];

export interface Cast {
  readonly callers: Readonly<Record<Name, Caller>>;
  readonly phone: DeviceId;
  readonly lobby: string;
  readonly hall: string;
  readonly direct: string;
  /** A group of alice and bob. */
  readonly crew: string;
  /** Of alice and bob in the lobby. */
  readonly whisper: string;
  /** Of alice, and bob’s comment under it. */
  readonly moment: string;
  readonly comment: string;
  /** A system account. */
  readonly robot: UserId;
  readonly passwordHashes: { readonly main: string; readonly shop: string };
  /** Every id there is; others are made by the calls. */
  readonly ids: ReadonlySet<string>;
}

const mark = 'main-secret';
const passwords = createPasswords({ cost: cheap });

export async function seed(store: Store): Promise<Cast> {
  store.keepLogOf([main]);
  const hashes = {
    main: await passwords.hash('main-secret password'),
    shop: await passwords.hash('shop-secret password'),
  };
  const callers = {
    alice: await enter(store, 'alice', hashes.main),
    bob: await enter(store, 'bob', hashes.main),
    charlie: await enter(store, 'charlie', hashes.main),
  };
  const phone = deviceOf('phone');
  await store.write(main, logIn, {
    user: callers.alice.user,
    verifiedHash: hashes.main,
    passwordHash: hashes.main,
    device: phone,
    mostDevices: 10,
  });
  const ticket = { device: callers.alice.device, tokenHash: hashToken(`${mark} ticket`) };
  await store.write(main, createTicket, { ...ticket, lifeMs: 3_600_000 });
  const robot = formatId('usr', randomKey());
  await store.write(main, upsertUser, {
    externalId: 'robot',
    user: robot,
    username: undefined,
    displayName: `${mark} robot`,
    picture: undefined,
    system: true,
    mostUsers: 0,
  });
  const house = new House(store);
  const places = { ...(await converse(house, callers)), ...(await share(house, callers)) };
  const ids = [
    ...Object.values(callers).flatMap(({ user, device }) => [user, device, `cnv${user.slice(3)}`]),
    ...Object.values(places),
    phone.device,
    robot,
    `cnv${robot.slice(3)}`,
  ];
  return {
    callers,
    robot,
    phone: phone.device,
    ...places,
    passwordHashes: hashes,
    ids: new Set(ids),
  };
}

async function converse(house: House, { alice, bob, charlie }: Cast['callers']) {
  const by = (caller: Caller) => async (op: string, args: object) =>
    (await house.ask({ app: 'main', caller, op, args })) as { conversation: { id: string } };
  const [asAlice, asBob, asCharlie] = [by(alice), by(bob), by(charlie)];
  const room = async (title: string, clientKey: string) =>
    (await asAlice('conversation.create', { kind: 3, title: `${mark} ${title}`, clientKey }))
      .conversation.id;
  const say = (text: string, clientMsgId: string) => ({
    clientMsgId,
    content: { case: 'text', value: `${mark} ${text}` },
  });
  const [lobby, hall, old] = [
    await room('lobby', 'lobby'),
    await room('hall', 'hall'),
    await room('old', 'old'),
  ];
  await asBob('conversation.join', { conversation: lobby });
  await asCharlie('conversation.join', { conversation: lobby });
  await asBob('message.send', { conversation: lobby, ...say('one', 'm1') });
  await asAlice('message.send', { conversation: lobby, ...say('two', 'm2') });
  await asAlice('message.send', { conversation: hall, ...say('hall', 'm3') });
  await asCharlie('conversation.leave', { conversation: lobby });
  await asBob('mark.set', { conversation: lobby, read: 1 });
  const direct = (await asAlice('conversation.direct', { user: bob.user, clientKey: 'd1' }))
    .conversation.id;
  await asAlice('message.send', { conversation: direct, ...say('between us', 'm4') });
  const members = { users: [bob.user] };
  const group = { kind: 2, title: `${mark} crew`, clientKey: 'crew', ...members };
  const crew = (await asAlice('conversation.create', group)).conversation.id;
  await asBob('message.send', { conversation: crew, ...say('crew', 'm5') });
  const whisper = (await asAlice('conversation.whisper', { room: lobby, ...members })).conversation
    .id;
  await asAlice('message.send', { conversation: whisper, ...say('whispered', 'm6') });
  await asAlice('conversation.delete', { conversation: old });
  return { lobby, hall, direct, crew, whisper, old };
}

/** alice and bob are friends, and bob has commented on a moment of hers. */
async function share(house: House, { alice, bob }: Pick<Cast['callers'], 'alice' | 'bob'>) {
  const ask = async (caller: Caller, op: string, args: object) =>
    (await house.ask({ app: 'main', caller, op, args })) as {
      moment: { id: string };
      comment: { id: string };
    };
  await ask(alice, 'contact.request', { user: bob.user, text: `${mark} hello` });
  await ask(bob, 'contact.accept', { user: alice.user });
  await ask(alice, 'contact.tag', { user: bob.user, tags: [`${mark} tag`] });
  const posted = await ask(alice, 'moment.post', { text: `${mark} moment`, clientKey: 'p1' });
  const moment = posted.moment.id;
  const said = { moment, text: `${mark} comment`, clientKey: 'c1' };
  const comment = (await ask(bob, 'moment.comment', said)).comment.id;
  const of = { moment: parseId('mom', moment) ?? 0, after: -1, limit: 100 };
  await house.store.write(main, fillTimelines, of);
  const interaction = parseId('int', comment) ?? 0;
  await house.store.write(main, tellListeners, { ...of, interaction });
  return { moment, comment };
}

async function enter(store: Store, name: Name, passwordHash: string): Promise<Caller> {
  const device = deviceOf(name);
  const user = formatId('usr', randomKey());
  await store.write(main, signUp, {
    user,
    username: name,
    usernameFolded: name,
    displayName: `${mark} ${name}`,
    passwordHash,
    device,
  });
  return { user: userId(user), device: device.device };
}

function deviceOf(name: string) {
  return {
    device: formatId('dev', randomKey()),
    key: name,
    name: `${mark} ${name}`,
    class: DeviceDescription_Class.OTHER,
    tokenHash: hashToken(`${mark} ${name}`),
    ...lives.token,
  };
}
