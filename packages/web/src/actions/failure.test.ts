import { expect, test } from 'bun:test';
import { OperationError } from '@hubbub/protocol';
import { t } from '../strings.ts';
import { failureText, reasonText } from './failure.ts';

test('a reason has its own text, an unknown one a general text', () => {
  expect(failureText(new OperationError('TAKEN'))).toBe(t('error.TAKEN'));
  expect(reasonText('SOMETHING_NEW')).toBe(t('error.other'));
  const unreached = new OperationError('BUSY', 'x', { cause: new TypeError('Failed to fetch') });
  expect(failureText(new Error('x'))).toBe(t('error.other'));
  expect(failureText(unreached)).toBe(t('error.network'));
});

test('our own bug names its incident', () => {
  const error = new OperationError('BUG', 'x', { incident: 'inc-1' });
  expect(failureText(error)).toContain('inc-1');
});
