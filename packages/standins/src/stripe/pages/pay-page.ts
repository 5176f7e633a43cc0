import type Stripe from 'stripe';
import { escapeHtml, layout } from './layout.ts';
import { amountText, errorText, type Language, WORDS, type Words } from './words.ts';

export interface PayPage {
  session: Stripe.Checkout.Session;
  lines: Stripe.LineItem[];
  merchant: string;
  language: Language;
  /** What was typed before, to be shown again; never card data. */
  email: string;
  method: 'card' | 'debit';
  error?: { code: string; field?: string };
}

const TEST_CARDS: [string, (words: Words) => string][] = [
  ['4242 4242 4242 4242', (words) => words.succeeds],
  ['4000 0000 0000 0002', (words) => words.declined],
  ['4000 0000 0000 9995', (words) => words.insufficient],
  ['4000 0025 0000 3155', (words) => words.threeDs],
  ['4000 0000 0000 0259', (words) => words.disputed],
];

const FAILING_ACCOUNT: Record<string, string> = {
  sepa_debit: 'DE62 3704 0044 0532 0130 01',
  us_bank_account: '000222222227',
};
const SETTLING_ACCOUNT: Record<string, string> = {
  sepa_debit: 'DE89370400440532013000',
  us_bank_account: '000123456789',
};

/** The page on which a session is paid; it needs no script. */
export function payPage(page: PayPage): string {
  const { session, language, merchant } = page;
  const words = WORDS[language];
  const total = amountText(session.amount_total ?? 0, session.currency ?? 'usd', language);
  const isFree = session.amount_total === 0;
  const back = session.cancel_url
    ? `<p><a data-testid="cancel" href="${escapeHtml(session.cancel_url)}">${escapeHtml(words.back(merchant))}</a></p>`
    : '';
  const body = `${back}
<h1>${escapeHtml(words.payTo(merchant))}</h1>
<p class="amount" data-testid="amount">${escapeHtml(total)}</p>
${lineList(page)}
${page.error ? errorBox(words, page.error.code) : ''}
<form method="post" action="/pay/${escapeHtml(session.id)}" novalidate>
${input(page, 'email', words.email, `type="email" autocomplete="email" value="${escapeHtml(page.email)}"`)}
${isFree ? '' : methods(page, words)}
<button type="submit" data-testid="pay">${escapeHtml(isFree ? words.confirmFree : words.pay(total))}</button>
</form>
${isFree ? '' : testCards(page, words)}`;
  return layout({ language, title: words.payTo(merchant), notice: words.notice, body });
}

function lineList({ lines, language }: PayPage): string {
  const items = lines.map((line) => {
    const name = `${line.description ?? ''}${line.quantity === 1 ? '' : ` × ${line.quantity}`}`;
    const amount = amountText(line.amount_total, line.currency, language);
    return `<li><span data-testid="product">${escapeHtml(name)}</span><span>${escapeHtml(amount)}</span></li>`;
  });
  return `<ul class="lines">${items.join('')}</ul>`;
}

function errorBox(words: Words, code: string): string {
  return `<p class="error" id="error" role="alert" data-testid="error">${escapeHtml(errorText(words, code))}</p>`;
}

function input(page: PayPage, name: string, label: string, attributes: string): string {
  const wrong = page.error?.field === name ? ' aria-invalid="true" aria-describedby="error"' : '';
  return `<label>${escapeHtml(label)}<input name="${name}" data-testid="${name}" ${attributes}${wrong}></label>`;
}

function methods(page: PayPage, words: Words): string {
  const types = page.session.payment_method_types;
  const debit = types.find((type) => type === 'sepa_debit' || type === 'us_bank_account');
  const card = types.includes('card') ? cardFields(page, words) : '';
  if (debit === undefined) return `<input type="hidden" name="method" value="card">${card}`;
  const only = card === '' ? 'debit' : page.method;
  const choice = (value: string, label: string) =>
    `<label class="choice"><input type="radio" name="method" value="${value}" data-testid="method-${value}"${
      only === value ? ' checked' : ''
    }>${escapeHtml(label)}</label>`;
  const choices = `${card === '' ? '' : choice('card', words.cardChoice)}${choice('debit', words.debitChoice)}`;
  return `<fieldset class="methods"><legend>${escapeHtml(words.method)}</legend>${choices}</fieldset>
${card}${debitFields(page, words, debit)}`;
}

function cardFields(page: PayPage, words: Words): string {
  const number = 'inputmode="numeric" autocomplete="cc-number" placeholder="4242 4242 4242 4242"';
  const expiry = 'inputmode="numeric" autocomplete="cc-exp" placeholder="12/34"';
  const cvc = 'inputmode="numeric" autocomplete="cc-csc" placeholder="123"';
  return `<fieldset class="card"><legend>${escapeHtml(words.cardChoice)}</legend>
${input(page, 'card', words.card, number)}
<div class="pair">${input(page, 'expiry', words.expiry, expiry)}${input(page, 'cvc', words.cvc, cvc)}</div>
</fieldset>`;
}

function debitFields(page: PayPage, words: Words, type: 'sepa_debit' | 'us_bank_account'): string {
  const attributes = `autocomplete="off" value="${SETTLING_ACCOUNT[type]}"`;
  return `<fieldset class="debit"><legend>${escapeHtml(words.bank)}</legend>
${input(page, 'account', words[type], attributes)}
<p class="hint">${escapeHtml(words.debitHint)}</p>
</fieldset>`;
}

function testCards({ session }: PayPage, words: Words): string {
  const rows = TEST_CARDS.map(
    ([number, what]) => `<tr><td>${number}</td><td>${escapeHtml(what(words))}</td></tr>`,
  );
  const failing = session.payment_method_types.map((type) => FAILING_ACCOUNT[type]).find(Boolean);
  if (failing) rows.push(`<tr><td>${failing}</td><td>${escapeHtml(words.debitFails)}</td></tr>`);
  return `<details><summary>${escapeHtml(words.testCards)}</summary><table>${rows.join('')}</table></details>`;
}
