// Something by its name, or what names there are.
interface Named {
  readonly name: string;
}

export function named<T extends Named>(what: string, known: readonly T[], name = ''): T {
  const found = known.find((one) => one.name === name);
  if (found) return found;
  const names = known.map((one) => one.name).join(', ');
  throw new Error(`no ${what} "${name}"; there are: ${names}`);
}
