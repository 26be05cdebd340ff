// The checker is a program in another language; where there is no Python, nothing can be judged.
const atLeast = 'import sys; sys.exit(sys.version_info < (3, 10))';

/** Python 3.10 or newer, or undefined. */
export async function findPython(): Promise<string | undefined> {
  for (const name of ['python3', 'python']) {
    const found = Bun.which(name);
    if (
      found !== null &&
      (await Bun.spawn([found, '-c', atLeast], { stderr: 'ignore' }).exited) === 0
    )
      return found;
  }
  return undefined;
}
