import { expect, test } from 'vitest';
import { bankFateOf, brandOf, fateOf, isSoundNumber } from './cards.ts';

test.each([
  ['4242424242424242', 'succeeds'],
  ['378282246310005', 'succeeds'],
  ['4000000000000002', 'declined'],
  ['4000000000009995', 'declined'],
  ['4000002500003155', 'authenticates'],
  ['4000000000000259', 'disputed'],
  ['4000000000005126', 'refund-settles-later'],
  ['4111111111111111', 'declined'],
])('%s %s', (digits, kind) => {
  expect(isSoundNumber(digits)).toBe(true);
  expect(fateOf(digits).kind).toBe(kind);
});

test.each(['4242424242424241', '', '42', 'abcd', '4242 4242 4242 4242'])('%s is no card number', (digits) => {
  expect(isSoundNumber(digits)).toBe(false);
});

test('brands', () => {
  const numbers = ['4242424242424242', '5555555555554444', '378282246310005', '6011111111111117', '9999'];
  expect(numbers.map(brandOf)).toEqual(['visa', 'mastercard', 'amex', 'discover', 'unknown']);
});

test('bank accounts, with or without spaces', () => {
  expect(bankFateOf('DE89370400440532013000')).toBe('succeeds');
  expect(bankFateOf('de62 3704 0044 0532 0130 01')).toBe('fails');
  expect(bankFateOf('000000000009')).toBe('never');
});
