import { expect, test } from 'bun:test';
import { OperationError, reasons, type ErrorReason } from '@hubbub/protocol';
import { isStringKey, t } from '../strings.ts';
import { failureText, reasonText } from './failure.ts';

test('a reason has its own text, an unknown one a general text', () => {
  expect(failureText(new OperationError('TAKEN'))).toBe(t('error.TAKEN'));
  expect(reasonText('SOMETHING_NEW')).toBe(t('error.other'));
  const unreached = new OperationError('BUSY', 'x', { cause: new TypeError('Failed to fetch') });
  expect(failureText(new Error('x'))).toBe(t('error.other'));
  expect(failureText(unreached)).toBe(t('error.network'));
});

/** For people who write programs; this page does not do what they are about. REFUSED and BUG bring words of their own. */
const notForPeople: readonly ErrorReason[] = [
  ...(['NO_ID', 'DUPLICATE_ID', 'DOOR', 'APP', 'CALLER', 'SCOPE', 'KEY_REUSED'] as const),
  ...(['NO_LOG', 'POSITION_GONE', 'NO_OPERATION', 'REFUSED', 'BUG', 'HOOK_FAILED'] as const),
];

test('every reason that people can meet has a text', () => {
  const all = Object.keys(reasons) as ErrorReason[];
  const without = all.filter((reason) => !isStringKey(`error.${reason}`));
  expect(without.toSorted()).toEqual(notForPeople.toSorted());
});

test('what a hook refuses is told in its own words', () => {
  expect(failureText(new OperationError('REFUSED', 'Calmly, please.'))).toBe('Calmly, please.');
});

test('our own bug names its incident', () => {
  const error = new OperationError('BUG', 'x', { incident: 'inc-1' });
  expect(failureText(error)).toContain('inc-1');
});
