// The server's side of a sequence: the same acts through the real operations on a real store, and what each person is
// shown afterwards. The outbox is emptied after every act, since what it owes is part of what people see.
import { expect } from 'bun:test';
import {
  Audience_Kind as AudienceKind,
  Window_Span as Span,
  type Moment,
  type UserId,
} from '@hubbub/protocol';
import { accept } from '../../packages/server/src/features/contact/accept.ts';
import { block } from '../../packages/server/src/features/contact/block.ts';
import { decline } from '../../packages/server/src/features/contact/decline.ts';
import { remove } from '../../packages/server/src/features/contact/remove.ts';
import { request } from '../../packages/server/src/features/contact/request.ts';
import { tag } from '../../packages/server/src/features/contact/tag.ts';
import { unblock } from '../../packages/server/src/features/contact/unblock.ts';
import { update } from '../../packages/server/src/features/contact/update.ts';
import { album } from '../../packages/server/src/features/moment/album.ts';
import { comment } from '../../packages/server/src/features/moment/comment.ts';
import { delete as deleteMoment } from '../../packages/server/src/features/moment/delete.ts';
import { deleteComment } from '../../packages/server/src/features/moment/delete-comment.ts';
import { get } from '../../packages/server/src/features/moment/get.ts';
import { like } from '../../packages/server/src/features/moment/like.ts';
import { notices } from '../../packages/server/src/features/moment/notices.ts';
import { post } from '../../packages/server/src/features/moment/post.ts';
import { seen } from '../../packages/server/src/features/moment/seen.ts';
import { timeline } from '../../packages/server/src/features/moment/timeline.ts';
import { unread } from '../../packages/server/src/features/moment/unread.ts';
import { set } from '../../packages/server/src/features/setting/set.ts';
import type { Store } from '../../packages/server/src/store/store.ts';
import { person, reasonOf, type Person } from '../contract/conversations/house.ts';
import type { Act, AnyForm } from './acts.ts';
import { mostPeople } from './acts.ts';
import { Oracle, type Post, type Remark } from './oracle.ts';

const ask = request({ friendRequests: 1_000_000 });
const spans = { 0: Span.ALL, 3: Span.DAYS_3, 30: Span.MONTH_1, 180: Span.MONTHS_6 } as const;
const kinds = {
  friends: AudienceKind.FRIENDS,
  me: AudienceKind.ONLY_ME,
  only: AudienceKind.ONLY,
  except: AudienceKind.EXCEPT,
} as const;

interface Surroundings {
  readonly store: Store;
  readonly drain: () => Promise<void>;
  /** Lets time pass. */
  readonly wait: (ms: number) => void;
}

export class World {
  readonly oracle = new Oracle(mostPeople);

  private constructor(
    readonly around: Surroundings,
    readonly people: readonly Person[],
  ) {}

  static async begin(around: Surroundings): Promise<World> {
    const names = Array.from({ length: mostPeople }, (_, i) => `p${i}`);
    return new World(around, await Promise.all(names.map((name) => person(around.store, name))));
  }

  /** Does it on both sides, and compares whether it was allowed. */
  async act(one: Act): Promise<void> {
    this.#pass(1);
    const [expected, found] = await this.#both(one);
    await this.around.drain();
    expect({ act: one, outcome: found }).toEqual({ act: one, outcome: expected });
  }

  async #both(one: Act): Promise<readonly [string, string]> {
    if ('b' in one) return one.a === one.b ? same : await this.#relate(one);
    switch (one.do) {
      case 'wait':
        this.#pass(one.days * 86_400_000);
        return same;
      case 'window':
        if (one.days === 0) this.oracle.windows.delete(one.a);
        else this.oracle.windows.set(one.a, one.days);
        await this.#of(one.a).call(set, { settings: { moments: spans[one.days] } });
        return same;
      case 'lookAtNotices':
        return await this.#look(one.a);
      case 'post':
        return await this.#post(one.a, one.form);
      case 'like':
        return await this.#like(one);
      case 'comment':
        return await this.#comment(one);
      case 'deleteComment':
        return await this.#deleteComment(one);
      case 'deletePost':
        return await this.#deletePost(one);
    }
  }

  async #relate(one: Extract<Act, { readonly b: number }>): Promise<readonly [string, string]> {
    const { a, b } = one;
    const { oracle } = this;
    const user = this.#of(b).user;
    const mine = this.#of(a);
    switch (one.do) {
      case 'befriend': {
        const first = await outcome(mine.call(ask, { user }));
        const second = await outcome(this.#of(b).call(accept, { user: mine.user }));
        return [`${oracle.ask(a, b)} ${oracle.accept(b, a)}`, `${first} ${second}`];
      }
      case 'ask':
        return [oracle.ask(a, b), await outcome(mine.call(ask, { user, text: 'hi' }))];
      case 'accept':
        return [oracle.accept(a, b), await outcome(mine.call(accept, { user }))];
      case 'decline':
        return [oracle.decline(a, b), await outcome(mine.call(decline, { user }))];
      case 'remove':
        oracle.lists.drop(a, b);
        return ['ok', await outcome(mine.call(remove, { user }))];
      case 'block':
        return [oracle.block(a, b), await outcome(mine.call(block, { user }))];
      case 'unblock':
        oracle.blocks.drop(a, b);
        return ['ok', await outcome(mine.call(unblock, { user }))];
      case 'tag':
        return [
          oracle.tag(a, b, one.tags),
          await outcome(mine.call(tag, { user, tags: [...one.tags] })),
        ];
      case 'hideMine':
      case 'hideTheirs': {
        const pairs = one.do === 'hideMine' ? oracle.hidesFrom : oracle.looksAwayFrom;
        if (one.on) pairs.put(a, b);
        else pairs.drop(a, b);
        return ['ok', await outcome(mine.call(update, { user, [one.do]: one.on }))];
      }
    }
  }

  async #post(a: number, form: AnyForm): Promise<readonly [string, string]> {
    const { people = [], tags = [] } = form.form === 'only' || form.form === 'except' ? form : {};
    const audience = {
      kind: kinds[form.form],
      users: people.map((one) => this.#of(one).user),
      tags: [...tags],
    };
    const text = `moment ${this.oracle.now}`;
    const { result } = await this.#of(a).call(post, { text, audience });
    this.oracle.post(result.moment?.id ?? '', a, form);
    return same;
  }

  async #like({
    a,
    post: n,
    on,
  }: Extract<Act, { do: 'like' }>): Promise<readonly [string, string]> {
    const target = this.#postAt(n);
    if (target === undefined) return same;
    const { oracle } = this;
    const held = oracle.under(target.id).find((one) => one.isLike && one.who === a);
    const expected = held !== undefined || oracle.sees(a, target) ? 'ok' : 'UNKNOWN';
    const found = await outcome(this.#of(a).call(like, { moment: target.id, like: on }));
    if (expected !== 'ok' || on === (held !== undefined)) return [expected, found];
    if (held !== undefined) oracle.unsay(held);
    else oracle.remark(newRemark(target, a, { id: '', isLike: true }));
    return [expected, found];
  }

  async #comment(one: Extract<Act, { do: 'comment' }>): Promise<readonly [string, string]> {
    const target = this.#postAt(one.post);
    if (target === undefined) return same;
    const comments = this.oracle.under(target.id).filter(({ isLike }) => !isLike);
    const answers = one.answers < 3 ? comments[one.answers] : undefined;
    const maySay = this.oracle.sees(one.a, target);
    const mayAnswer = answers === undefined || this.oracle.hears(one.a, answers);
    let id = '';
    const found = await outcome(
      this.#of(one.a)
        .call(comment, { moment: target.id, text: 'said', replyTo: answers?.id ?? '' })
        .then(({ result }) => (id = result.comment?.id ?? '')),
    );
    if (!maySay || !mayAnswer) return ['UNKNOWN', found];
    this.oracle.remark(newRemark(target, one.a, { id, isLike: false, answers }));
    return ['ok', found];
  }

  async #deleteComment(
    one: Extract<Act, { do: 'deleteComment' }>,
  ): Promise<readonly [string, string]> {
    const comments = this.oracle.remarks.filter(({ isLike }) => !isLike);
    const target = comments[one.remark % Math.max(1, comments.length)];
    if (target === undefined) return same;
    const under = this.oracle.postOf(target);
    const isRight = target.who === one.a || under.author === one.a;
    const isSeen = this.oracle.sees(one.a, under) && this.oracle.hears(one.a, target);
    const args = { moment: target.post, comment: target.id };
    const found = await outcome(this.#of(one.a).call(deleteComment, args));
    if (!isRight) return [isSeen ? 'ROLE' : 'UNKNOWN', found];
    this.oracle.unsay(target);
    return ['ok', found];
  }

  async #deletePost(one: Extract<Act, { do: 'deletePost' }>): Promise<readonly [string, string]> {
    const target = this.#postAt(one.post);
    if (target === undefined) return same;
    const found = await outcome(this.#of(one.a).call(deleteMoment, { moment: target.id }));
    if (target.author !== one.a)
      return [this.oracle.sees(one.a, target) ? 'ROLE' : 'UNKNOWN', found];
    this.oracle.deletePost(target);
    return ['ok', found];
  }

  async #look(a: number): Promise<readonly [string, string]> {
    const self = this.#of(a);
    const { head } = (await self.pull({ only: [self.self] })).changes[0] ?? {};
    await self.call(seen, { notices: head?.version ?? 0 });
    this.oracle.lookAtAlerts(a);
    return same;
  }

  /** Compares all that everybody is shown. */
  async compare(): Promise<void> {
    for (const viewer of this.people.keys()) {
      expect(await this.#shownTo(viewer)).toEqual(this.#expectedFor(viewer));
    }
  }

  async #shownTo(viewer: number) {
    const { call } = this.#of(viewer);
    const albums = [];
    for (const { user } of this.people)
      albums.push(
        await this.#pages(async (before) => (await call(album, { user, before, limit: 3 })).result),
      );
    const single = [];
    for (const { id } of this.oracle.posts)
      single.push(
        await outcome(call(get, { moment: id }).then(({ result }) => this.#shape(result.moment))),
      );
    return {
      viewer,
      timeline: await this.#pages(
        async (before) => (await call(timeline, { before, limit: 2 })).result,
      ),
      albums,
      single,
      notices: await this.#notices(viewer),
      unread: (await call(unread, {})).result.notices,
    };
  }

  #expectedFor(viewer: number) {
    const { oracle } = this;
    const shape = (one: Post) => this.#expected(viewer, one);
    return {
      viewer,
      timeline: oracle.timeline(viewer).map(shape),
      albums: this.people.map((_, author) => oracle.album(viewer, author).map(shape)),
      single: oracle.posts.map((one) => (oracle.sees(viewer, one) ? 'ok' : 'UNKNOWN')),
      notices: oracle
        .alertsOf(viewer)
        .map(({ remark: { post: moment, who, isLike, id } }) => [
          moment,
          who,
          isLike ? 'like' : id,
        ]),
      unread: oracle.unseenAlerts(viewer),
    };
  }

  async #pages(
    page: (before: string) => Promise<{ moments: Moment[]; next: string }>,
  ): Promise<unknown[]> {
    const all: unknown[] = [];
    let before = '';
    do {
      const { moments, next } = await page(before);
      all.push(...moments.map((one) => this.#shape(one)));
      before = next;
    } while (before !== '');
    return all;
  }

  async #notices(viewer: number): Promise<unknown[]> {
    const all: unknown[] = [];
    let before = '';
    do {
      const { result } = await this.#of(viewer).call(notices, { before, limit: 3 });
      for (const { moment, author, comment: words } of result.notices)
        all.push([moment, this.#number(author), words?.id ?? 'like']);
      before = result.next;
    } while (before !== '');
    return all;
  }

  #shape(moment: Moment | undefined) {
    return {
      id: moment?.id,
      author: this.#number(moment?.author ?? ''),
      hasAudience: moment?.audience !== undefined,
      likes: moment?.likes.map((user) => this.#number(user)),
      comments: moment?.comments.map(({ id, author }) => [id, this.#number(author)]),
      counts: [moment?.likeCount, moment?.commentCount],
      liked: moment?.liked,
    };
  }

  #expected(viewer: number, one: Post) {
    const heard = this.oracle.under(one.id).filter((each) => this.oracle.hears(viewer, each));
    const likes = heard.filter(({ isLike }) => isLike).map(({ who }) => who);
    const comments = heard.filter(({ isLike }) => !isLike).map(({ id, who }) => [id, who]);
    return {
      id: one.id,
      author: one.author,
      hasAudience: one.author === viewer,
      likes,
      comments,
      counts: [likes.length, comments.length],
      liked: likes.includes(viewer),
    };
  }

  #of(n: number): Person {
    return this.people[n] as Person;
  }

  #number(user: string): number {
    return this.people.findIndex((one) => one.user === (user as UserId));
  }

  #postAt(n: number): Post | undefined {
    const { posts } = this.oracle;
    return posts[n % Math.max(1, posts.length)];
  }

  #pass(ms: number): void {
    this.around.wait(ms);
    this.oracle.now += ms;
  }
}

const same = ['ok', 'ok'] as const;

function newRemark(
  { id: post }: Post,
  who: number,
  { answers, ...rest }: { id: string; isLike: boolean; answers?: Remark | undefined },
): Remark {
  return { post, who, answers, ...rest };
}

async function outcome(asked: Promise<unknown>): Promise<string> {
  return (await reasonOf(asked)) ?? 'ok';
}
