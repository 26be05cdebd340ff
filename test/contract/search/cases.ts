// What is found by what, and where in it: the promise of docs/search.md as a table. Positions count code points.
export interface Case {
  readonly text: string;
  readonly query: string;
  /** Undefined: it is not found. */
  readonly ranges: readonly (readonly [start: number, end: number])[] | undefined;
}

const found = (text: string, query: string, ...ranges: [number, number][]): Case => ({
  text,
  query,
  ranges,
});
const hidden = (text: string, query: string): Case => ({ text, query, ranges: undefined });

export const cases: readonly Case[] = [
  // Words.
  found('See you at the harbour', 'harbour', [15, 22]),
  found('See you at the harbour', 'HARBOUR', [15, 22]),
  found('See you at the harbour', 'harb', [15, 19]),
  found('See you at the harbour', 'har', [15, 18]),
  hidden('See you at the harbour', 'ha'),
  hidden('See you at the harbour', 'arbour'),
  hidden('See you at the harbour', 'harb tomorrow'),
  hidden('See you at the harbour', 'harb '),
  found('See you at the harbour', 'harbour see', [0, 3], [15, 22]),
  found('the theatre, the thermometer', 'the', [0, 3], [4, 7], [13, 16], [17, 20]),
  found('the theatre, the thermometer', 'the thermo', [0, 3], [13, 16], [17, 23]),
  hidden('the theatre', 'theatres'),
  found('a b c', 'b', [2, 3]),
  found('room 101 is free', '101', [5, 8]),
  found("don't stop", "don't", [0, 3], [4, 5]),
  found('https://example.com/a-page', 'example', [8, 15]),
  found('snake_case words', 'case', [6, 10]),
  // Case, width, accents, compatibility forms.
  found('Ça va, Zoë? Naïve Ångström', 'ca zoe naive angstrom', [0, 2], [7, 10], [12, 17], [18, 26]),
  found('caf\u0065\u0301 cr\u00e8me', 'café', [0, 5]),
  found('ＦＵＬＬ　ｗｉｄｔｈ', 'full width', [0, 4], [5, 10]),
  found('ﬁne ligatures', 'fine', [0, 3]),
  found('eine Straße', 'STRASSE', [5, 11]),
  found('ΟΔΥΣΣΕΥΣ', 'οδυσσευς', [0, 8]),
  found('Ёлка и йод', 'елка иод', [0, 4], [7, 10]),
  found('İstanbul', 'istanbul', [0, 8]),
  // Chinese, Japanese, Korean, Thai: any part.
  found('我明天去北京大学', '北京', [4, 6]),
  found('我明天去北京大学', '我', [0, 1]),
  found('我明天去北京大学', '学', [7, 8]),
  found('我明天去北京大学', '北京大学', [4, 8]),
  hidden('我明天去北京大学', '京北'),
  hidden('北大，京大', '北京'),
  found('我明天去北京大学', '大学 明天', [1, 3], [6, 8]),
  found('東京都に行きます', '京都', [1, 3]),
  found('サーバーを止めた', 'サーバー', [0, 4]),
  found('ｻｰﾊﾞｰを止めた', 'サーバー', [0, 5]),
  found('ガギグ', 'ｶﾞｷﾞ', [0, 2]),
  hidden('ガギグ', 'カ'),
  found('서울에서 만나요', '서울', [0, 2]),
  found('서울에서 만나요', '나', [6, 7]),
  found('\u1109\u1165\u110b\u116e\u11af', '서울', [0, 5]),
  found('ไปเที่ยวกันไหม', 'เที่ยว', [2, 8]),
  found('买了iPhone手机', 'iphone', [2, 8]),
  found('买了iPhone手机', '手机', [8, 10]),
  // Beyond the basic plane, and pictures.
  found('𠮷野家で昼', '𠮷野', [0, 2]),
  found('good 😀 morning', '😀', [5, 6]),
  found('good 😀 morning', 'morning', [7, 14]),
  found('👍🏽 done', 'done', [3, 7]),
  // What looks like a language for queries is none.
  hidden('the harbour', 'the OR nothing'),
  found('one OR two', 'one OR two', [0, 3], [4, 6], [7, 10]),
  found('100% of it', '100%', [0, 3]),
  hidden('100 of it', '1%'),
  hidden('harbour', 'h_rbour'),
  found('a "quoted" word', '"quoted"', [3, 9]),
  found("'; drop table message; --", "'; drop table", [3, 7], [8, 13]),
  hidden('near the harbour', 'NEAR(the harbour, 2) nothing'),
  found(`${'x'.repeat(40)}y`, `${'x'.repeat(40)}y`, [0, 41]),
  hidden(`${'x'.repeat(40)}y`, `${'x'.repeat(40)}z`),
  found(`${'x'.repeat(40)}y`, 'x'.repeat(36), [0, 36]),
];
