// Games of several nodes: each runs on the one that its row names. Orders of players who are connected elsewhere go there over
// the bus, and what the game says comes back the same way. The bus may lose any of it: an order without an answer is refused
// as BUSY and made again; with each beat a node says who of its players sits where, so that nobody stays in a seat whose
// node is lost or whose leaving was not heard.
import { OperationError, type AppId, type UserId } from '@hubbub/protocol';
import type { Clock } from '../ports/clock.ts';
import type {
  GameEnd,
  GameRef,
  GameTypeInfo,
  NewGame,
  Placement,
  Reserved,
  Sitter,
} from '../ports/placement.ts';
import type { HostedGames } from './hosted.ts';
import { errorOf, refusalOf, type Refusal } from './orders.ts';

export interface ClusterParts {
  readonly node: string;
  readonly hosted: HostedGames;
  readonly clock: Clock;
  readonly say: (to: string, body: string) => void;
  /** The node that runs it; undefined when it is over or was never there. */
  readonly locate: (ref: GameRef) => Promise<string | undefined>;
}

type Order =
  | { readonly do: 'reserve' | 'release' | 'leave'; readonly user: UserId }
  | { readonly do: 'enter'; readonly sitter: Sitter; readonly isConnected: boolean }
  | { readonly do: 'input'; readonly sitter: Sitter; readonly text: string }
  | { readonly do: 'away'; readonly sitter: Sitter };

interface Sent {
  readonly order: Order;
  readonly ref: GameRef;
  /** Counts what a node orders of others: one that comes twice is done once. */
  readonly number: number;
  /** Somebody waits for the answer. */
  readonly isAsked: boolean;
}

type Body =
  | Sent
  | { readonly number: number; readonly answer?: Reserved | undefined; readonly refusal?: Refusal }
  /** All who sit elsewhere by way of this node. */
  | { readonly beat: readonly Beaten[] }
  /** Of those, games that do not run here any more. */
  | { readonly over: readonly GameRef[] };

/** The last one: where the game runs, as far as is known. */
type Beaten = readonly [app: AppId, game: string, user: UserId, node: string];

interface Waiting {
  resolve(answer: Reserved | undefined): void;
  reject(error: unknown): void;
}

/** Where a game is that players of this node sit in. */
interface Far {
  readonly ref: GameRef;
  node: string;
  readonly sitting: Map<UserId, Sitter>;
}

const answerMs = 3_000;
const beatMs = 5_000;
const patientBeats = 4;
const mostRemembered = 1_000;

export class ClusterPlacement implements Placement {
  readonly #parts: ClusterParts;
  readonly #waiting = new Map<number, Waiting>();
  readonly #far = new Map<string, Far>();
  readonly #heardAt = new Map<string, number>();
  readonly #done = new Map<string, Set<number>>();
  readonly #stopBeats: () => void;
  #last = 0;

  constructor(parts: ClusterParts) {
    this.#parts = parts;
    this.#stopBeats = parts.clock.every(beatMs, () => this.#beat());
  }

  get types(): readonly GameTypeInfo[] {
    return this.#parts.hosted.types;
  }

  start(ref: GameRef, game: NewGame): Promise<void> {
    return this.#parts.hosted.start(ref, game);
  }

  async reserve(ref: GameRef, user: UserId): Promise<Reserved> {
    const { hosted } = this.#parts;
    if (hosted.has(ref)) return await hosted.reserve(ref, user);
    const reserved = await this.#ask(ref, { do: 'reserve', user });
    if (reserved === undefined) throw new Error('a reservation without a seat');
    return reserved;
  }

  async enter(ref: GameRef, sitter: Sitter, isConnected: () => boolean): Promise<void> {
    const { hosted } = this.#parts;
    if (hosted.has(ref)) {
      this.#far.delete(keyOf(ref));
      return await hosted.enter(ref, sitter, isConnected);
    }
    const far = await this.#find(ref);
    // Beats from now on say so. Nothing is waited for until the order is on its way: `away` must not overtake it.
    far.sitting.set(sitter.user, sitter);
    try {
      await this.#askAt(far, { do: 'enter', sitter, isConnected: isConnected() });
    } catch (error) {
      if (far.sitting.get(sitter.user) === sitter) far.sitting.delete(sitter.user);
      throw error;
    }
  }

  release(ref: GameRef, user: UserId): void {
    const { hosted } = this.#parts;
    if (hosted.has(ref)) hosted.release(ref, user);
    else this.#tell(ref, { do: 'release', user });
  }

  async leave(ref: GameRef, user: UserId): Promise<void> {
    const { hosted } = this.#parts;
    if (hosted.has(ref)) return await hosted.leave(ref, user);
    await this.#ask(ref, { do: 'leave', user });
    this.#far.get(keyOf(ref))?.sitting.delete(user);
  }

  async input(ref: GameRef, sitter: Sitter, text: string): Promise<void> {
    const { hosted } = this.#parts;
    if (hosted.has(ref)) return await hosted.input(ref, sitter, text);
    const far = this.#far.get(keyOf(ref));
    if (far?.sitting.get(sitter.user)?.device !== sitter.device)
      throw new OperationError('NOT_SEATED');
    // Where it runs was found at entering: an input never reads the database.
    await this.#askAt(far, { do: 'input', sitter, text });
  }

  stop(ref: GameRef, end: GameEnd): void {
    this.#parts.hosted.stop(ref, end);
  }

  away(app: AppId, sitter: Sitter): void {
    this.#parts.hosted.away(app, sitter);
    for (const { ref, sitting } of this.#far.values())
      if (ref.app === app && sitting.get(sitter.user)?.device === sitter.device) {
        sitting.delete(sitter.user);
        this.#tell(ref, { do: 'away', sitter });
      }
  }

  async close(): Promise<void> {
    this.#stopBeats();
    await this.#parts.hosted.close();
  }

  /** Of the bus: said by another node. */
  hear(from: string, body: string): void {
    this.#heardAt.set(from, this.#parts.clock.elapsed());
    const said = JSON.parse(body) as Body;
    if ('order' in said) void this.#obey(from, said);
    else if ('beat' in said) this.#compare(from, said.beat);
    else if ('over' in said) this.#end(from, said.over);
    else {
      const waiting = this.#waiting.get(said.number);
      if (said.refusal === undefined) waiting?.resolve(said.answer);
      else waiting?.reject(errorOf(said.refusal));
    }
  }

  async #obey(from: string, { order, ref, number, isAsked }: Sent): Promise<void> {
    if (this.#isRepeated(from, number)) return;
    let outcome: { readonly answer?: Reserved | undefined; readonly refusal?: Refusal };
    try {
      outcome = { answer: await this.#run(from, ref, order) };
    } catch (error) {
      outcome = { refusal: refusalOf(error) };
    }
    if (isAsked) this.#parts.say(from, JSON.stringify({ number, ...outcome }));
  }

  #isRepeated(from: string, number: number): boolean {
    const done = this.#done.get(from) ?? new Set();
    this.#done.set(from, done);
    if (done.has(number)) return true;
    done.add(number);
    if (done.size > mostRemembered) for (const old of done) if (done.delete(old)) break;
    return false;
  }

  async #run(from: string, ref: GameRef, order: Order): Promise<Reserved | undefined> {
    const { hosted } = this.#parts;
    switch (order.do) {
      case 'reserve':
        return await hosted.reserve(ref, order.user);
      case 'enter':
        await hosted.enter(ref, { ...order.sitter, node: from }, () => order.isConnected);
        return undefined;
      case 'input':
        await hosted.input(ref, order.sitter, order.text);
        return undefined;
      case 'leave':
        await hosted.leave(ref, order.user);
        return undefined;
      case 'release':
        hosted.release(ref, order.user);
        return undefined;
      case 'away':
        hosted.away(ref.app, { ...order.sitter, node: from });
        return undefined;
    }
  }

  async #ask(ref: GameRef, order: Order): Promise<Reserved | undefined> {
    return await this.#askAt(await this.#find(ref), order);
  }

  async #askAt({ ref, node }: Far, order: Order): Promise<Reserved | undefined> {
    const { clock, say } = this.#parts;
    this.#last += 1;
    const number = this.#last;
    const answered = Promise.withResolvers<Reserved | undefined>();
    this.#waiting.set(number, answered);
    clock.after(answerMs, () => {
      // It may have moved: whoever asks again looks it up anew.
      if (this.#waiting.has(number)) this.#far.delete(keyOf(ref));
      answered.reject(new OperationError('BUSY', undefined, { retryAfterMs: 500 }));
    });
    say(node, JSON.stringify({ order, ref, number, isAsked: true }));
    try {
      return await answered.promise;
    } finally {
      this.#waiting.delete(number);
    }
  }

  #tell(ref: GameRef, order: Order): void {
    const far = this.#far.get(keyOf(ref));
    if (far === undefined) return;
    this.#last += 1;
    const sent: Sent = { order, ref, number: this.#last, isAsked: false };
    this.#parts.say(far.node, JSON.stringify(sent));
  }

  async #find(ref: GameRef): Promise<Far> {
    const node = await this.#parts.locate(ref);
    if (node === undefined) throw new OperationError('ENDED');
    const key = keyOf(ref);
    const far = this.#far.get(key) ?? { ref, node, sitting: new Map() };
    far.node = node;
    this.#far.set(key, far);
    return far;
  }

  #beat(): void {
    const { clock, hosted, say } = this.#parts;
    const beat: Beaten[] = [];
    for (const [key, { ref, node, sitting }] of this.#far) {
      if (sitting.size === 0) this.#far.delete(key);
      for (const user of sitting.keys()) beat.push([ref.app, ref.id, user, node]);
    }
    say('', JSON.stringify({ beat }));
    const before = clock.elapsed() - beatMs * patientBeats;
    for (const [node, at] of this.#heardAt) {
      if (at >= before) continue;
      this.#heardAt.delete(node);
      this.#done.delete(node);
      for (const { ref, sitter } of hosted.sittersOf(node)) hosted.away(ref.app, sitter);
    }
  }

  /** Who is not said to sit by way of that node any more has gone, and nobody heard it. */
  #compare(from: string, beat: readonly Beaten[]): void {
    const { hosted, node, say } = this.#parts;
    const sitting = new Set(beat.map(([app, id, user]) => `${app}/${id}/${user}`));
    for (const { ref, sitter } of hosted.sittersOf(from))
      if (!sitting.has(`${ref.app}/${ref.id}/${sitter.user}`)) hosted.away(ref.app, sitter);
    const over = beat
      .filter(([app, id, , where]) => where === node && !hosted.has({ app, id }))
      .map(([app, id]) => ({ app, id }));
    if (over.length > 0) say(from, JSON.stringify({ over } satisfies Body));
  }

  /** Else who has stayed connected through a thousand games would be said to sit in them all. */
  #end(from: string, over: readonly GameRef[]): void {
    for (const ref of over)
      if (this.#far.get(keyOf(ref))?.node === from) this.#far.delete(keyOf(ref));
  }
}

function keyOf({ app, id }: GameRef): string {
  return `${app}/${id}`;
}
