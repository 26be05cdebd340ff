// Who looks at the app right now: sockets that said so. Whoever wants to know asks all nodes; one that does not answer soon
// has nobody. Nothing of it is kept anywhere but with the sockets, so that it ends with them.
import type { AppId, UserId } from '@hubbub/protocol';
import type { AttentionEmission } from '../ports/bus.ts';
import type { Clock } from '../ports/clock.ts';
import { subjectOf } from './elsewhere.ts';

/** A socket that is logged in. */
interface Looking {
  readonly user: { readonly app: AppId; readonly id: UserId } | undefined;
}

export interface AttentionParts {
  readonly clock: Clock;
  /** There are other nodes. */
  readonly publish?: ((emission: AttentionEmission) => void) | undefined;
}

interface Asked {
  readonly app: AppId;
  readonly user: UserId;
}

/** As long as another node may take to answer. */
const patienceMs = 300;

export class Attention {
  readonly #parts: AttentionParts;
  readonly #node = crypto.randomUUID();
  readonly #subjects = new Map<Looking, string>();
  readonly #sockets = new Map<string, number>();
  readonly #questions = new Map<number, Set<string>>();
  #asked = 0;

  constructor(parts: AttentionParts) {
    this.#parts = parts;
  }

  attend(socket: Looking, attending: boolean): void {
    this.forget(socket);
    if (!attending || socket.user === undefined) return;
    const subject = subjectOf(socket.user.app, socket.user.id);
    this.#subjects.set(socket, subject);
    this.#sockets.set(subject, (this.#sockets.get(subject) ?? 0) + 1);
  }

  /** The socket is gone, or its user looks elsewhere. */
  forget(socket: Looking): void {
    const subject = this.#subjects.get(socket);
    if (subject === undefined) return;
    this.#subjects.delete(socket);
    const left = (this.#sockets.get(subject) ?? 0) - 1;
    if (left > 0) this.#sockets.set(subject, left);
    else this.#sockets.delete(subject);
  }

  /** Those of these users who look, at whatever node, as subjects: "app/user". */
  async who(users: readonly Asked[]): Promise<ReadonlySet<string>> {
    const subjects = [...new Set(users.map(({ app, user }) => subjectOf(app, user)))];
    const found = new Set(this.#here(subjects));
    const { publish, clock } = this.#parts;
    const asked = subjects.filter((subject) => !found.has(subject));
    if (publish === undefined || asked.length === 0) return found;
    const question = (this.#asked += 1);
    this.#questions.set(question, found);
    publish({ type: 'attention', from: this.#node, to: '', question, subjects: asked });
    await new Promise<void>((wake) => clock.after(patienceMs, wake));
    this.#questions.delete(question);
    return found;
  }

  receive({ from, to, question, subjects }: AttentionEmission): void {
    if (from === this.#node) return;
    if (to === this.#node)
      for (const subject of subjects) this.#questions.get(question)?.add(subject);
    if (to !== '') return;
    const here = this.#here(subjects);
    if (here.length > 0)
      this.#parts.publish?.({
        type: 'attention',
        from: this.#node,
        to: from,
        question,
        subjects: here,
      });
  }

  #here(subjects: readonly string[]): string[] {
    return subjects.filter((subject) => this.#sockets.has(subject));
  }
}
