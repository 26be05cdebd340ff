// A text of the small Markdown as plain words, for one line of a list and for reading aloud.
const mention = /@\[([^\]\n]{1,80})\](?:\((usr_[0-9a-z]+)\))?/g;

/** @param nameOf what a user is called today */
export function plainText(text: string, nameOf: (id: string) => string): string {
  return text.replace(mention, (_, name: string, id?: string) => `@${id ? nameOf(id) : name}`);
}
