import { expect, test } from 'bun:test';
import { en } from '../strings/en.ts';
import { languages } from '../strings/languages.ts';
import { speak } from '../strings.ts';
import { byLetter } from './letters.ts';

test('names stand under their first letter, accents aside, everything else at the end', () => {
  const names = ['bob', 'Émile', '小明', 'Eve', 'alice', '7 of 9', 'Bill'];
  expect(byLetter(names, (name) => name)).toEqual([
    { letter: 'A', rows: ['alice'] },
    { letter: 'B', rows: ['Bill', 'bob'] },
    { letter: 'E', rows: ['Émile', 'Eve'] },
    { letter: '#', rows: ['7 of 9', '小明'] },
  ]);
});

test('Korean names stand under their consonant, also for who reads another language', () => {
  expect(byLetter(['김철수', '까치', '이영희', 'Bob'], (name) => name)).toEqual([
    { letter: 'B', rows: ['Bob'] },
    { letter: 'ㄱ', rows: ['김철수', '까치'] },
    { letter: 'ㅇ', rows: ['이영희'] },
  ]);
});

test('who reads Chinese finds Chinese names under the letter of their pinyin', async () => {
  speak({ locale: 'zh-CN', texts: await languages.zh.load() });
  const names = ['张三', '李四', '王五', '欧阳', '阿明', 'Bob', 'さくら'];
  const found = byLetter(names, (name) => name);
  speak({ locale: 'en', texts: en });
  expect(found.map(({ letter, rows }) => `${letter} ${rows.join()}`)).toEqual(
    'A 阿明|B Bob|L 李四|O 欧阳|W 王五|Z 张三|# さくら'.split('|'),
  );
});
