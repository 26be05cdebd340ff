/** The operation that takes this message, and what it answers, where both are called as usual: its own name, and what they are. */
export function usualOperation(
  message: string,
): readonly [operation: string, output: string] | undefined {
  const [, noun = '', verb = ''] = /^([A-Z][a-z]+)([A-Z]\w*)Request$/.exec(message) ?? [];
  return verb === ''
    ? undefined
    : [`${uncapital(noun)}.${uncapital(verb)}`, `${noun}${verb}Response`];
}

function uncapital(word: string): string {
  return word.charAt(0).toLowerCase() + word.slice(1);
}
