import { expect, test } from 'bun:test';
import { segments } from './links.ts';

function links(text: string): (string | undefined)[] {
  return segments(text).flatMap((part) => (part.href ? [part.text] : []));
}

test('text without an address stays whole', () => {
  expect(segments('hello\nthere')).toEqual([{ text: 'hello\nthere' }]);
  expect(segments('')).toEqual([]);
});

test('an address ends where the sentence goes on', () => {
  expect(links('see https://example.org/a?b=1.')).toEqual(['https://example.org/a?b=1']);
  expect(links('(https://example.org/a_(b))')).toEqual(['https://example.org/a_(b)']);
  expect(links('http://a.example, https://b.example!')).toEqual([
    'http://a.example',
    'https://b.example',
  ]);
});

test('nothing but http and https becomes a link', () => {
  for (const text of ['javascript:alert(1)', 'data:text/html,x', 'ftp://example.org', 'http://']) {
    expect(links(text)).toEqual([]);
  }
});

test('the parts together are the text, whatever it holds', () => {
  const text = '<b>https://example.org/"><img src=x onerror=alert(1)></b> 한국어 https://例え.jp。';
  expect(
    segments(text)
      .map((part) => part.text)
      .join(''),
  ).toBe(text);
});
