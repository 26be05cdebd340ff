export interface CompletionQuery {
  readonly sign: '@' | ':';
  readonly text: string;
  /** Where the sign stands. */
  readonly from: number;
}

const calling = /(?:^|[\s(])@([^\s@]{0,40})$/u;
const emoji = /(?:^|[\s(]):([\p{L}\d_+-]{2,40})$/u;

/** What is being completed before the caret. */
export function completionQuery(before: string): CompletionQuery | undefined {
  for (const [sign, pattern] of [
    ['@', calling],
    [':', emoji],
  ] as const) {
    const text = pattern.exec(before)?.[1];
    if (text !== undefined) return { sign, text, from: before.length - text.length - 1 };
  }
  return undefined;
}
