/** What the messages of an operation are called, unless the table says otherwise: its own name, and what they are. */
export function messageNames(operation: string): readonly [input: string, output: string] {
  const own = operation.replaceAll(/(?:^|\.)(\w)/g, (_, letter: string) => letter.toUpperCase());
  return [`${own}Request`, `${own}Response`];
}

/** The operation that takes this message, if it is called as usual. */
export function operationOf(message: string): string | undefined {
  const [, noun = '', verb = ''] = /^([A-Z][a-z]+)([A-Z]\w*)Request$/.exec(message) ?? [];
  const name = `${noun}.${verb.charAt(0)}`.toLowerCase() + verb.slice(1);
  return verb === '' ? undefined : name;
}
