import { brandOf, isSoundNumber } from '../cards.ts';
import type { TypedCard } from '../objects/payment-method.ts';

/** What came out of the form: a way to pay, or the field that is wrong and why. */
export type TypedPayment =
  | { kind: 'card'; email: string; card: TypedCard }
  | { kind: 'debit'; email: string; account: string }
  | { kind: 'wrong'; field: 'email' | 'card' | 'expiry' | 'cvc' | 'account'; code: string };

/** Reads the pay page's fields; `nowMs` decides whether a card has expired. */
export function readPayment(field: (name: string) => string, nowMs: number): TypedPayment {
  const email = field('email').trim();
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email)) return { kind: 'wrong', field: 'email', code: 'email' };
  if (field('method') === 'debit') return readDebit(field('account').trim(), email);
  const read = readCard(field('card'), field('expiry'), field('cvc'), nowMs);
  return read.kind === 'wrong' ? read : { kind: 'card', email, card: read.card };
}

function readDebit(account: string, email: string): TypedPayment {
  const sound = /^[A-Za-z0-9 ]{6,42}$/.test(account);
  if (!sound) return { kind: 'wrong', field: 'account', code: 'invalid_account' };
  return { kind: 'debit', email, account };
}

/** Checks a card's number, expiry (`MM/YY`) and security code. */
export function readCard(
  number: string,
  expiry: string,
  cvc: string,
  nowMs: number,
): { kind: 'card'; card: TypedCard } | Extract<TypedPayment, { kind: 'wrong' }> {
  const digits = number.replaceAll(/[\s-]/g, '');
  if (!isSoundNumber(digits)) return { kind: 'wrong', field: 'card', code: 'incorrect_number' };
  const [, month, year] = /^\s*(\d{1,2})\s*\/?\s*(?:20)?(\d{2})\s*$/.exec(expiry) ?? [];
  const expMonth = Number(month);
  const expYear = 2000 + Number(year);
  if (!(expMonth >= 1 && expMonth <= 12)) return { kind: 'wrong', field: 'expiry', code: 'invalid_expiry' };
  if (Date.UTC(expYear, expMonth) <= nowMs) return { kind: 'wrong', field: 'expiry', code: 'expired' };
  const cvcLength = brandOf(digits) === 'amex' ? 4 : 3;
  if (!/^\d+$/.test(cvc.trim()) || cvc.trim().length !== cvcLength) {
    return { kind: 'wrong', field: 'cvc', code: 'invalid_cvc' };
  }
  return { kind: 'card', card: { digits, expMonth, expYear } };
}
