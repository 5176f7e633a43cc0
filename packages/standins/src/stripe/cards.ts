/** What happens when a test card is used; numbers and meaning from https://docs.stripe.com/testing. */
export type CardFate =
  | { kind: 'succeeds' }
  | { kind: 'declined'; code: DeclineCode; declineCode: string; message: string }
  | { kind: 'authenticates'; next: CardFate }
  | { kind: 'disputed'; reason: 'fraudulent' | 'product_not_received' }
  | { kind: 'refund-settles-later'; outcome: 'succeeded' | 'failed' };

export type DeclineCode = 'card_declined' | 'expired_card' | 'incorrect_cvc' | 'processing_error';

export type CardBrand = 'visa' | 'mastercard' | 'amex' | 'discover' | 'unknown';

const succeeds: CardFate = { kind: 'succeeds' };

function declined(code: DeclineCode, declineCode: string, message: string): CardFate {
  return { kind: 'declined', code, declineCode, message };
}

const generic = declined('card_declined', 'generic_decline', 'Your card was declined.');

const FATES: Record<string, CardFate> = {
  '4242424242424242': succeeds,
  '4000056655665556': succeeds,
  '5555555555554444': succeeds,
  '378282246310005': succeeds,
  '6011111111111117': succeeds,
  '4000002500000003': succeeds,
  '4000000000000002': generic,
  '4000000000009995': declined('card_declined', 'insufficient_funds', 'Your card has insufficient funds.'),
  '4000000000009987': declined('card_declined', 'lost_card', 'Your card was declined.'),
  '4000000000009979': declined('card_declined', 'stolen_card', 'Your card was declined.'),
  '4000000000000069': declined('expired_card', 'expired_card', 'Your card has expired.'),
  '4000000000000127': declined('incorrect_cvc', 'incorrect_cvc', "Your card's security code is incorrect."),
  '4000000000000119': declined(
    'processing_error',
    'processing_error',
    'An error occurred while processing your card. Try again in a little bit.',
  ),
  '4000002500003155': { kind: 'authenticates', next: succeeds },
  '4000002760003184': { kind: 'authenticates', next: succeeds },
  '4000000000003220': { kind: 'authenticates', next: succeeds },
  '4000008260003178': {
    kind: 'authenticates',
    next: declined('card_declined', 'insufficient_funds', 'Your card has insufficient funds.'),
  },
  '4000000000000259': { kind: 'disputed', reason: 'fraudulent' },
  '4000000000002685': { kind: 'disputed', reason: 'product_not_received' },
  '4000000000007726': { kind: 'refund-settles-later', outcome: 'succeeded' },
  '4000000000005126': { kind: 'refund-settles-later', outcome: 'failed' },
};

/** What a card will do; a sound number that is not a test card is declined, as in the vendor's test mode. */
export function fateOf(digits: string): CardFate {
  return FATES[digits] ?? generic;
}

/** ISO/IEC 7812 check digit. */
export function isSoundNumber(digits: string): boolean {
  if (!/^\d{12,19}$/.test(digits)) return false;
  const sum = [...digits].reverse().reduce((total, digit, index) => {
    const doubled = Number(digit) * (index % 2 === 0 ? 1 : 2);
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return sum % 10 === 0;
}

export function brandOf(digits: string): CardBrand {
  if (/^4/.test(digits)) return 'visa';
  if (/^(5[1-5]|2[2-7])/.test(digits)) return 'mastercard';
  if (/^3[47]/.test(digits)) return 'amex';
  if (/^6(011|5)/.test(digits)) return 'discover';
  return 'unknown';
}

/** What a bank account does once its debit is settled; from the same page, 'Non-card payments'. */
export type BankFate = 'succeeds' | 'fails' | 'never';

const FAILING_ACCOUNTS = new Set([
  '000111111116',
  '000111111113',
  '000222222227',
  '000333333335',
  'AT861904300235473202',
  'DE62370400440532013001',
  'FR8420041010050500013M02607',
]);
const SILENT_ACCOUNTS = new Set(['000000000009']);

/** Any other account settles. */
export function bankFateOf(account: string): BankFate {
  const plain = account.replaceAll(/\s/g, '').toUpperCase();
  if (SILENT_ACCOUNTS.has(plain)) return 'never';
  return FAILING_ACCOUNTS.has(plain) ? 'fails' : 'succeeds';
}
