/** How many random sequences a property is tried with: some in the tests, many with HUBBUB_FULL=1. */
export function runs(some: number, many: number): number {
  return process.env['HUBBUB_FULL'] === '1' ? many : some;
}
