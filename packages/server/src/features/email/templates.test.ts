import { expect, test } from 'bun:test';
import { compose, languages, type Template } from './templates.ts';

const templates: readonly Template[] = ['verify', 'reset', 'passwordChanged', 'emailChanged'];

test('every mail is there in every language, with all that it must say', () => {
  const args = { code: '12345678', username: 'alice' };
  for (const language of Object.keys(languages))
    for (const template of templates) {
      const { subject, text } = compose(template, language, args);
      expect(subject).toMatch(/\S/);
      expect(subject).not.toMatch(/[{}\r\n]/);
      expect(text).not.toMatch(/[{}]/);
      const wanted = template === 'verify' ? '12345678' : 'alice';
      expect(text).toContain(wanted);
      if (template === 'reset') expect(text).toContain('12345678');
    }
  expect(Object.keys(languages).toSorted()).toEqual(['en', 'ja', 'ko', 'zh']);
});

test('a language that is not ours is English; a name is only a name', () => {
  const { subject } = compose('verify', 'xx', { code: '1' });
  expect(subject).toBe('Your code: 1');
  expect(compose('verify', '__proto__', { code: '1' }).subject).toBe(subject);
  expect(compose('reset', 'zh-Hant-TW', { username: '$&{code}', code: 'x' }).subject).toContain(
    '$&',
  );
});
