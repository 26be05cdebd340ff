// What everybody should see, worked out slowly and from nothing but what was done, in the words of docs/moments.md. It
// shares no code with the server: where the server asks whether all conditions hold, this collects every reason against.

export type Form =
  | { readonly form: 'friends' | 'me' }
  | {
      readonly form: 'only' | 'except';
      readonly people: readonly number[];
      readonly tags: readonly string[];
    };

export interface Post {
  readonly id: string;
  readonly author: number;
  readonly at: number;
  readonly audience: Form;
  /** On whose timelines it was put. */
  readonly reached: ReadonlySet<number>;
}

export interface Remark {
  readonly id: string;
  readonly post: string;
  readonly who: number;
  readonly isLike: boolean;
  readonly answers: Remark | undefined;
}

export interface Alert {
  readonly to: number;
  readonly remark: Remark;
}

const day = 86_400_000;
const requestLife = 30 * day;

/** Sets of ordered pairs of people: "1>2". */
class Pairs extends Map<string, number> {
  put(a: number, b: number, at = 0): void {
    this.set(`${a}>${b}`, at);
  }
  drop(a: number, b: number): void {
    this.delete(`${a}>${b}`);
  }
  holds(a: number, b: number): boolean {
    return this.has(`${a}>${b}`);
  }
  age(a: number, b: number, now: number): number {
    return now - (this.get(`${a}>${b}`) ?? -Infinity);
  }
}

export class Oracle {
  now = 0;
  readonly lists = new Pairs();
  readonly blocks = new Pairs();
  readonly hidesFrom = new Pairs();
  readonly looksAwayFrom = new Pairs();
  readonly asked = new Pairs();
  readonly wasAsked = new Pairs();
  readonly tags = new Map<string, readonly string[]>();
  readonly windows = new Map<number, number>();
  readonly posts: Post[] = [];
  remarks: Remark[] = [];
  alerts: Alert[] = [];
  /** How many alerts each had been given when it last looked. */
  readonly given = new Map<number, number>();
  readonly looked = new Map<number, number>();
  readonly #order = new Map<Alert, number>();

  constructor(readonly people: number) {}

  ask(a: number, b: number): string {
    if (this.blocks.holds(a, b)) return 'BLOCKED';
    if (this.lists.holds(a, b) && this.lists.holds(b, a)) return 'ok';
    if (this.#stands(this.asked, a, b)) return 'ok';
    const isWelcome = this.lists.holds(b, a) || this.#stands(this.asked, b, a);
    this.wasAsked.drop(a, b);
    if (isWelcome) {
      this.#unite(a, b);
      return 'ok';
    }
    this.asked.put(a, b, this.now);
    if (!this.blocks.holds(b, a)) {
      this.wasAsked.put(b, a, this.now);
      this.asked.drop(b, a);
    }
    return 'ok';
  }

  accept(a: number, b: number): string {
    if (!this.#stands(this.wasAsked, a, b)) return this.lists.holds(a, b) ? 'ok' : 'UNKNOWN';
    if (this.lists.holds(b, a) || this.#stands(this.asked, b, a)) this.#unite(a, b);
    else {
      this.lists.put(a, b);
      this.wasAsked.drop(a, b);
    }
    return 'ok';
  }

  decline(a: number, b: number): string {
    this.wasAsked.drop(a, b);
    return 'ok';
  }

  block(a: number, b: number): string {
    this.blocks.put(a, b);
    this.asked.drop(a, b);
    this.wasAsked.drop(a, b);
    return 'ok';
  }

  tag(a: number, b: number, tags: readonly string[]): string {
    if (!this.lists.holds(a, b)) return 'UNKNOWN';
    this.tags.set(`${a}>${b}`, tags);
    return 'ok';
  }

  post(id: string, author: number, audience: Form): void {
    const reached = new Set([author]);
    for (let other = 0; other < this.people; other += 1) {
      const areMutual = this.lists.holds(author, other) && this.lists.holds(other, author);
      if (!areMutual || audience.form === 'me') continue;
      // A list of nothing but people never grows, so nobody else is reached.
      const isOff =
        audience.form === 'only' && audience.tags.length === 0 && !audience.people.includes(other);
      if (!isOff) reached.add(other);
    }
    this.posts.push({ id, author, at: this.now, audience, reached });
  }

  remark(remark: Remark): void {
    const post = this.postOf(remark);
    const concerned = new Set<number>([post.author]);
    if (remark.answers) concerned.add(remark.answers.who);
    for (const earlier of this.under(post.id)) concerned.add(earlier.who);
    concerned.delete(remark.who);
    this.remarks.push(remark);
    for (const to of concerned)
      if (this.sees(to, post) && this.hears(to, remark)) {
        const count = (this.given.get(to) ?? 0) + 1;
        const alert = { to, remark };
        this.given.set(to, count);
        this.#order.set(alert, count);
        this.alerts.push(alert);
      }
  }

  unsay(remark: Remark): void {
    this.remarks = this.remarks.filter((one) => one !== remark);
    this.alerts = this.alerts.filter((alert) => alert.remark !== remark);
  }

  deletePost(post: Post): void {
    this.posts.splice(this.posts.indexOf(post), 1);
    this.remarks = this.remarks.filter((one) => one.post !== post.id);
    this.alerts = this.alerts.filter((alert) => alert.remark.post !== post.id);
  }

  lookAtAlerts(who: number): void {
    this.looked.set(who, this.given.get(who) ?? 0);
  }

  under(post: string): readonly Remark[] {
    return this.remarks.filter((one) => one.post === post);
  }

  postOf({ post }: Pick<Remark, 'post'>): Post {
    const found = this.posts.find(({ id }) => id === post);
    if (found === undefined) throw new Error('a remark without its post');
    return found;
  }

  sees(viewer: number, post: Post): boolean {
    return this.#reasonsAgainst(viewer, post).length === 0;
  }

  /** Under a post that the viewer sees. */
  hears(viewer: number, remark: Remark): boolean {
    if (remark.who === viewer) return true;
    const strangers = [remark, remark.answers]
      .flatMap((one) => (one === undefined ? [] : [one.who]))
      .filter((who) => who !== viewer)
      .filter((who) => this.#isStranger(viewer, who));
    return strangers.length === 0;
  }

  timeline(viewer: number): readonly Post[] {
    return this.#newestFirst((post) => post.reached.has(viewer) && this.sees(viewer, post));
  }

  album(viewer: number, author: number): readonly Post[] {
    return this.#newestFirst((post) => post.author === author && this.sees(viewer, post));
  }

  /** Newest first. */
  alertsOf(viewer: number): readonly Alert[] {
    return this.alerts
      .filter(({ to }) => to === viewer)
      .filter(({ remark }) => this.sees(viewer, this.postOf(remark)) && this.hears(viewer, remark))
      .toReversed();
  }

  unseenAlerts(viewer: number): number {
    const looked = this.looked.get(viewer) ?? 0;
    return this.alertsOf(viewer).filter((alert) => (this.#order.get(alert) ?? 0) > looked).length;
  }

  #reasonsAgainst(viewer: number, { author, at, audience }: Post): string[] {
    if (viewer === author) return [];
    const reasons: string[] = [];
    if (!this.lists.holds(author, viewer)) reasons.push('off the author’s list');
    if (!this.lists.holds(viewer, author)) reasons.push('off the viewer’s list');
    if (this.blocks.holds(author, viewer)) reasons.push('blocked by the author');
    if (this.blocks.holds(viewer, author)) reasons.push('blocked by the viewer');
    if (this.hidesFrom.holds(author, viewer)) reasons.push('kept from the viewer');
    if (this.looksAwayFrom.holds(viewer, author)) reasons.push('the viewer looks away');
    if (this.now - at > (this.windows.get(author) ?? Infinity) * day) reasons.push('too old');
    if (audience.form === 'me') reasons.push('for the author alone');
    if (audience.form === 'only' || audience.form === 'except') {
      const given = this.tags.get(`${author}>${viewer}`) ?? [];
      const isNamed =
        audience.people.includes(viewer) || given.some((tag) => audience.tags.includes(tag));
      if (isNamed !== (audience.form === 'only')) reasons.push('not in the audience');
    }
    return reasons;
  }

  /** Unfriended on both sides, or blocked on either. */
  #isStranger(a: number, b: number): boolean {
    if (this.blocks.holds(a, b) || this.blocks.holds(b, a)) return true;
    return !this.lists.holds(a, b) && !this.lists.holds(b, a);
  }

  #newestFirst(fits: (post: Post) => boolean): readonly Post[] {
    return this.posts.filter(fits).toSorted((a, b) => b.at - a.at);
  }

  #stands(requests: Pairs, a: number, b: number): boolean {
    return requests.holds(a, b) && requests.age(a, b, this.now) < requestLife;
  }

  #unite(a: number, b: number): void {
    for (const [x, y] of [
      [a, b],
      [b, a],
    ] as const) {
      this.lists.put(x, y);
      this.asked.drop(x, y);
      this.wasAsked.drop(x, y);
    }
  }
}
