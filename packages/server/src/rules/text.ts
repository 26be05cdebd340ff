// What people may call themselves and their rooms, and what counts as saying something: one answer for titles, names and
// messages.

// Embeddings, overrides and isolates: one that is not closed reverses the line it is drawn in, other people's words too.
const turning = /[\u202a-\u202e\u2066-\u2069]/u;
const control = /\p{Cc}/u;
// White space, format characters, what is drawn as nothing by its own nature (fillers), and the empty Braille cell.
const nothing = /^[\p{White_Space}\p{Z}\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]*$/u;

/** Whether there is anything to read. */
export function isReadable(text: string): boolean {
  return !nothing.test(text);
}

/** Whether it may stand among other texts: there is something to read, and it does nothing to what is around it. */
export function isFitName(text: string): boolean {
  return text.isWellFormed() && isReadable(text) && !control.test(text) && !turning.test(text);
}

/** The same of a text of several lines. */
export function isFitText(text: string): boolean {
  return isFitName(text.replaceAll('\n', ' '));
}
