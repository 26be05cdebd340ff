/** What the messages of an operation are called, unless the table says otherwise: its own name, and what they are. */
export function messageNames(operation: string): readonly [input: string, output: string] {
  const own = operation.replaceAll(/(?:^|\.)(\w)/g, (_, letter: string) => letter.toUpperCase());
  return [`${own}Request`, `${own}Response`];
}
