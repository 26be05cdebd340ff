// What was written but not sent, per conversation, for as long as the page lives.
export interface Drafts {
  readonly get: (conversation: string) => string;
  readonly set: (conversation: string, text: string) => void;
}

export function createDrafts(): Drafts {
  const texts = new Map<string, string>();
  return {
    get: (conversation) => texts.get(conversation) ?? '',
    set(conversation, text) {
      if (text) texts.set(conversation, text);
      else texts.delete(conversation);
    },
  };
}
