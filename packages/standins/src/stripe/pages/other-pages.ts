import type Stripe from 'stripe';
import { escapeHtml, layout } from './layout.ts';
import { amountText, type Language, WORDS } from './words.ts';

/** The bank's page of a test card: the person chooses how it ends. */
export function authenticatePage(session: Stripe.Checkout.Session, language: Language): string {
  const words = WORDS[language];
  const amount = amountText(session.amount_total ?? 0, session.currency ?? 'usd', language);
  const body = `<h1>${escapeHtml(words.authenticateTitle)}</h1>
<p class="amount">${escapeHtml(amount)}</p>
<p>${escapeHtml(words.authenticateText)}</p>
<form method="post" action="/pay/${escapeHtml(session.id)}/authenticate">
<button type="submit" name="result" value="complete" data-testid="threeds-complete">${escapeHtml(words.complete)}</button>
<button type="submit" name="result" value="fail" class="quiet" data-testid="threeds-fail">${escapeHtml(words.fail)}</button>
</form>`;
  return layout({ language, title: words.authenticateTitle, notice: words.notice, body });
}

/** What stands at the address of a session that is over, or never was. */
export function closedPage(
  kind: 'paid' | 'expired' | 'unknown',
  onward: string | null,
  merchant: string,
  language: Language,
): string {
  const words = WORDS[language];
  const title = words[`${kind}Title`];
  const label = kind === 'paid' ? words.goOn : words.back(merchant);
  const testId = kind === 'paid' ? 'continue' : 'cancel';
  const link = onward
    ? `<p><a class="button" data-testid="${testId}" href="${escapeHtml(onward)}">${escapeHtml(label)}</a></p>`
    : '';
  const body = `<h1 data-testid="${kind}">${escapeHtml(title)}</h1><p>${escapeHtml(words[`${kind}Text`])}</p>${link}`;
  return layout({ language, title, notice: words.notice, body });
}
