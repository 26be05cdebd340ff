// A server with two apps, everybody who calls, and the places where they do.
import { create, fromJson, toBinary, type DescMessage } from '@bufbuild/protobuf';
import { Metadata } from '@grpc/grpc-js';
import { SignJWT } from 'jose';
import { methods, type OperationName } from '@hubbub/protocol';
import type { Door } from '../../../packages/server/src/features/operation.ts';
import {
  client,
  keyOf,
  operatorOf,
  operatorToken,
  request,
  usersOf,
} from '../../support/backend.ts';
import { asIs, GrpcClient, refusalOf } from '../../support/grpc.ts';
import { allDoors, openSocket, startServer, type RawSocket } from '../../support/server.ts';
import { png } from '../../e2e/friends.ts';
import { isBrought, isKey, keys, users, type Caller } from './callers.ts';
import type { Kind, Place } from './row.ts';

const secret = 'what the business signs its tokens with';

interface Attempt {
  readonly op: OperationName;
  readonly caller: Caller;
  readonly door: Door;
  readonly args: object;
}

interface Credential {
  readonly token?: string | undefined;
  readonly user?: string | undefined;
}

export type Cast = Awaited<ReturnType<typeof makeCast>>;

export async function makeCast() {
  const server = await startServer({ ...allDoors, keyRate: 0, guests: true });
  const operator = operatorOf(server);
  for (const name of ['shop', 'other', 'spare']) await operator('app.create', { name });
  const addTokenKeys = [{ id: 'k', algorithm: 'HS256', key: secret }];
  await operator('app.update', { name: 'shop', addTokenKeys, eventLog: { enabled: true } });
  const everything = await keyOf(operator, 'shop');
  const backend = client(server.url, { token: everything });
  const beside = client(server.url, { token: await keyOf(operator, 'other') });
  const grpc = new GrpcClient(server.grpc);
  const held = new Map<string, string>();
  for (const key of keys) {
    const scope = key === 'act for nobody' ? 'ACT' : key.toUpperCase();
    held.set(key, await keyOf(operator, 'shop', [scope]));
  }
  const ids = new Map<string, string>();
  /** A user may be in so many conversations only: from time to time there are new ones. */
  const renew = async (round: number) => {
    const own = users.filter((name) => name !== 'other app');
    const made = await usersOf(backend, ...own.map((name) => `${name} ${round}`));
    for (const [i, name] of own.entries()) ids.set(name, made[i] ?? '');
    ids.set('other app', (await usersOf(beside, `other app ${round}`))[0] ?? '');
    await befriend('owner', 'member');
    await befriend('owner', 'ex-member');
    await befriend('member', 'ex-member');
    await by('owner')('contact.block', { user: idOf('blocked') });
  };
  const idOf = (name: string) => ids.get(name) ?? '';
  const by = (name: string) => client(server.url, { token: everything, user: idOf(name) });
  const befriend = async (one: string, other: string) => {
    await by(one)('contact.request', { user: idOf(other) });
    await by(other)('contact.accept', { user: idOf(one) });
  };
  const robots = await backend('user.upsert', { users: [{ externalId: 'robot', system: true }] });
  const robot = (robots['outcomes'] as { user: { id: string } }[])[0]?.user.id ?? '';
  const [spare = '', gone = ''] = await usersOf(backend, 'spare', 'gone');
  const lost = await backend('account.mintToken', { user: gone });
  await backend('user.disable', { user: gone });
  await operator('app.update', { name: 'spare', devices: 'NEWEST' });
  const alone = client(server.url, { token: await keyOf(operator, 'spare') });
  const [twice = ''] = await usersOf(alone, 'twice');
  const replaced = await alone('account.mintToken', { user: twice });
  await alone('account.mintToken', { user: twice });
  const parts: Readonly<Record<Kind, (caller: Caller) => Promise<Partial<Place>>>> = {
    NOWHERE: async () => ({}),
    ROOM: (caller) => conversed('ROOM', caller),
    GROUP: (caller) => conversed('GROUP', caller),
    INVITED: invited,
    TOTP: withTotp,
    DEVICE: minted,
    APP: withKey,
    FRIENDS: posted,
    GAME: played,
  };
  let count = 0;
  let key = '';

  return { place, attempt, stop };

  /** As new, with people nobody has used where that is asked for. */
  async function place(
    kind: Kind,
    { caller, areNew = false }: { caller: Caller; areNew?: boolean | undefined },
  ): Promise<Place> {
    if (areNew || count % 200 === 0 || kind === 'FRIENDS' || kind === 'GAME') await renew(count);
    count += 1;
    return { ...somewhere(), ...(await parts[kind](caller)) };
  }

  function somewhere(): Place {
    const [owner, member, stranger, blocked] = [
      idOf('owner'),
      idOf('member'),
      idOf('stranger'),
      idOf('blocked'),
    ];
    const none = { conversation: '', device: '', key: '', moment: '', media: '', comment: '' };
    const people = { owner, member, stranger, blocked, robot, spare, applicant: '' };
    return {
      ...none,
      invite: '',
      invitation: '',
      ...people,
      fresh: `fresh-${count}`,
      game: '',
      code: '',
    };
  }

  /** @param caller is brought into it, as what it is called */
  async function conversed(kind: 'ROOM' | 'GROUP', caller: Caller) {
    const fresh = `fresh-${count}`;
    const members = kind === 'GROUP' ? { users: [idOf('member'), idOf('ex-member')] } : {};
    const made = { kind, title: fresh, clientKey: fresh, ...members };
    const { conversation } = await by('owner')('conversation.create', made);
    const it = { conversation: (conversation as { id: string }).id };
    if (kind === 'ROOM')
      for (const name of ['member', 'ex-member']) await by(name)('conversation.join', it);
    await by('ex-member')('conversation.leave', it);
    if (isBrought(caller)) await bring(caller, kind, it);
    const poll = { question: 'Which?', options: [{ text: 'a' }, { text: 'b' }] };
    await by('owner')('message.send', { ...it, clientMsgId: 'text', text: 'hello' });
    await by('owner')('message.send', { ...it, clientMsgId: 'poll', card: { poll } });
    return it;
  }

  async function bring(
    name: 'muted' | 'admin' | 'banned',
    kind: 'ROOM' | 'GROUP',
    it: { conversation: string },
  ): Promise<void> {
    const user = idOf(name);
    if (kind === 'ROOM') await by(name)('conversation.join', it);
    else await by('owner')('conversation.add', { ...it, users: [user] });
    if (name === 'banned') await by('owner')('conversation.ban', { ...it, user });
    else if (name === 'admin')
      await by('owner')('conversation.setRole', { ...it, user, role: 'ADMIN' });
    else await by('owner')('conversation.mute', { ...it, user, seconds: 3_600 });
  }

  /** A group with a link, and somebody who waits because of another. */
  async function invited(caller: Caller) {
    const it = await conversed('GROUP', caller);
    const [applicant = ''] = await usersOf(backend, `applicant ${count}`);
    const asking = await by('owner')('invite.create', { ...it, approval: true });
    const ask = client(server.url, { token: everything, user: applicant });
    await ask('invite.join', { code: asking['code'] });
    const made = await by('owner')('invite.create', it);
    const invite = made['invite'].id as string;
    return { ...it, applicant, invite, invitation: made['code'] as string };
  }

  /** Everybody has one that is not confirmed. */
  async function withTotp() {
    for (const name of users) await client(server.url, await credentialOf(name))('totp.create', {});
    return {};
  }

  async function minted() {
    const { device } = await backend('account.mintToken', { user: idOf('owner') });
    return { device: device as string };
  }

  async function withKey() {
    await operator('app.resume', { name: 'spare' });
    if (key !== '') await operator('app.revokeKey', { key }).catch(() => undefined);
    const made = await operator('app.createKey', { name: 'spare', scopes: ['SEND'] });
    key = made['key'].id as string;
    return { key };
  }

  async function posted() {
    const content = Buffer.from(png()).toString('base64');
    const media = (await by('owner')('media.upload', { content }))['media'].id as string;
    const it = { text: 'a moment', media: [media] };
    const moment = (await by('owner')('moment.post', it))['moment'].id as string;
    const said = await by('member')('moment.comment', { moment, text: 'a comment' });
    return { media, moment, comment: said['comment'].id as string };
  }

  /** On the devices with which they call later. */
  async function played() {
    const seat = async (name: Caller) => client(server.url, await credentialOf(name));
    const [owner, gone] = [await seat('owner'), await seat('ex-member')];
    const { game } = await owner('game.create', { type: 'relay', private: true });
    const { id, code } = game as { id: string; code: string };
    await (
      await seat('member')
    )('game.join', { code });
    await gone('game.join', { code });
    await gone('game.leave', { game: id });
    return { game: id, code };
  }

  /** 'ok' or the reason of the refusal. */
  async function attempt({ op, caller, door, args }: Attempt): Promise<string> {
    const credential = await credentialOf(caller);
    try {
      if (door === 'http') await (await request(server.url, op, { args, ...credential })).text();
      else if (door === 'grpc') await overGrpc(op, args, credential);
      else await overSocket(op, args, credential);
      return 'ok';
    } catch (error) {
      const { reason } = error as { reason?: string };
      if (reason === undefined) throw error;
      return reason;
    }
  }

  /** A login of its own for each attempt: some end it. */
  async function credentialOf(caller: Caller): Promise<Credential> {
    if (caller === 'anonymous') return {};
    if (caller === 'operator') return { token: operatorToken(server.data) };
    if (caller === 'token') return { token: await businessToken('somebody new') };
    if (caller === 'disabled') return { token: lost['token'] as string };
    if (caller === 'replaced') return { token: replaced['token'] as string };
    if (caller === 'token of the disabled') return { token: await businessToken('gone') };
    if (caller === 'act for the disabled') return { token: held.get('act'), user: gone };
    if (isKey(caller))
      return { token: held.get(caller), ...(caller === 'act' && { user: idOf('owner') }) };
    const minting = caller === 'other app' ? beside : backend;
    const minted = await minting('account.mintToken', { user: idOf(caller), device: { key: 'k' } });
    return { token: minted['token'] as string };
  }

  function businessToken(sub: string): Promise<string> {
    const claims = { aud: 'shop', sub, exp: Math.floor(Date.now() / 1000) + 60 };
    const made = new SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid: 'k' });
    return made.sign(Buffer.from(secret));
  }

  async function overSocket(op: OperationName, args: object, { token }: Credential): Promise<void> {
    const socket: RawSocket = await openSocket(server.socketUrl);
    try {
      if (token !== undefined) await socket.call('session.open', { token });
      const { input } = methods[op] as { input: DescMessage };
      await socket.call(op, fromJson(input, args as never) as never);
    } finally {
      socket.close();
    }
  }

  function overGrpc(op: OperationName, args: object, credential: Credential): Promise<void> {
    const { parent, name, methodKind, ...method } = methods[op];
    const input: DescMessage = method.input;
    const message = toBinary(input, create(input, fromJson(input, args as never) as never));
    const metadata = new Metadata();
    if (credential.token !== undefined) metadata.set('authorization', `Bearer ${credential.token}`);
    if (credential.user !== undefined) metadata.set('hubbub-user', credential.user);
    const path = `/${parent.typeName}/${name}`;
    return new Promise((resolve, reject) => {
      if (methodKind === 'unary') {
        const done = (error: unknown) => (error ? reject(refusalOf(error as never)) : resolve());
        grpc.channel.makeUnaryRequest(path, asIs, asIs, Buffer.from(message), metadata, done);
        return;
      }
      const stream = grpc.channel.makeServerStreamRequest(
        path,
        asIs,
        asIs,
        Buffer.from(message),
        metadata,
      );
      stream.on('data', () => undefined);
      stream.on('error', (error) => reject(refusalOf(error as never)));
      stream.on('end', resolve);
    });
  }

  async function stop(): Promise<void> {
    grpc.close();
    await server.stop();
  }
}
