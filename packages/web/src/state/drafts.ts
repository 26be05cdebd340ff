// What was written but not sent, per conversation, for as long as the page lives: the text, whom it calls, and whether it
// answers a message or gives one another text.
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Call } from '../format/calls.ts';

/** What the composer is about, when that is not a message of its own. */
export interface DraftTask {
  readonly kind: 'reply' | 'edit';
  readonly seq: number;
}

export interface Draft {
  readonly text: string;
  /** Names in the text that stand for members. */
  readonly calls: readonly Call[];
  readonly task?: DraftTask;
  /** What was there before editing began; it comes back afterwards. */
  readonly aside?: Draft;
}

export interface Drafts {
  readonly store: StoreApi<ReadonlyMap<string, Draft>>;
  readonly get: (conversation: string) => Draft;
  readonly write: (conversation: string, draft: Pick<Draft, 'text' | 'calls'>) => void;
  readonly reply: (conversation: string, seq: number) => void;
  readonly edit: (
    conversation: string,
    seq: number,
    written: Pick<Draft, 'text' | 'calls'>,
  ) => void;
  /** Sent or given up: what was put aside is back. A reply given up keeps its text. */
  readonly end: (conversation: string, keepsText: boolean) => void;
  /** Written on another device: what is being edited here goes on, and this is there afterwards. */
  readonly take: (conversation: string, draft: Draft) => void;
}

export const emptyDraft: Draft = { text: '', calls: [] };

export function createDrafts(): Drafts {
  const store = createStore<ReadonlyMap<string, Draft>>(() => new Map());
  const get = (conversation: string) => store.getState().get(conversation) ?? emptyDraft;
  const put = (conversation: string, draft: Draft) =>
    store.setState((old) => {
      const next = new Map(old);
      if (draft.text || draft.task) next.set(conversation, draft);
      else next.delete(conversation);
      return next;
    }, true);
  return {
    store,
    get,
    write: (conversation, { text, calls }) =>
      put(conversation, { ...get(conversation), text, calls }),
    reply(conversation, seq) {
      const { text, calls } = unedited(get(conversation));
      put(conversation, { text, calls, task: { kind: 'reply', seq } });
    },
    edit(conversation, seq, { text, calls }) {
      const aside = unedited(get(conversation));
      put(conversation, { text, calls, task: { kind: 'edit', seq }, aside });
    },
    end(conversation, keepsText) {
      const { task, text, calls, aside } = get(conversation);
      const isReply = task?.kind !== 'edit';
      put(conversation, isReply && keepsText ? { text, calls } : (aside ?? emptyDraft));
    },
    take(conversation, draft) {
      const now = get(conversation);
      put(conversation, now.task?.kind === 'edit' ? { ...now, aside: draft } : draft);
    },
  };
}

/** What was being written beside the editing, if there is one. */
export function unedited(draft: Draft): Draft {
  return draft.task?.kind === 'edit' ? (draft.aside ?? emptyDraft) : draft;
}
