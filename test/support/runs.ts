/** What a proof is made of: the short form in the tests, the whole one with HUBBUB_FULL=1. */
export function runs<T>(some: T, many: T): T {
  return process.env['HUBBUB_FULL'] === '1' ? many : some;
}
