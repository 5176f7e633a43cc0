import type Stripe from 'stripe';
import { itemOf } from '../billing/subscriptions.ts';
import { escapeHtml, layout } from './layout.ts';
import { PORTAL_WORDS, type PortalWords } from './portal-words.ts';
import { amountText, errorText, type Language, WORDS } from './words.ts';

export interface PortalPage {
  session: Stripe.BillingPortal.Session;
  features: Stripe.BillingPortal.Configuration.Features;
  /** The one that lives, or the last that did. */
  subscription: Stripe.Subscription | undefined;
  productName: string;
  method: Stripe.PaymentMethod | undefined;
  invoices: Stripe.Invoice[];
  /** What can be changed to, with the name of its product. */
  choices: { price: Stripe.Price; name: string }[];
  merchant: string;
  language: Language;
  error?: string;
}

/** The page on which a customer manages what it pays; it needs no script. */
export function portalPage(page: PortalPage): string {
  const { session, language, merchant, subscription } = page;
  const words = PORTAL_WORDS[language];
  const { notice, back } = WORDS[language];
  const title = words.title(merchant);
  const return_url = session.return_url
    ? `<p><a data-testid="return" href="${escapeHtml(session.return_url)}">${escapeHtml(back(merchant))}</a></p>`
    : '';
  const error = page.error
    ? `<p class="error" role="alert" data-testid="error">${escapeHtml(errorText(WORDS[language], page.error))}</p>`
    : '';
  const body = `${return_url}<h1>${escapeHtml(title)}</h1>${error}
${subscription ? present(page, subscription, words) : `<p>${escapeHtml(words.none)}</p>`}
${page.features.invoice_history.enabled ? invoiceList(page, words) : ''}`;
  return layout({ language, title, notice, body });
}

export function gonePage(language: Language): string {
  const words = PORTAL_WORDS[language];
  const body = `<h1>${escapeHtml(words.gone)}</h1><p>${escapeHtml(words.goneText)}</p>`;
  return layout({ language, title: words.gone, notice: WORDS[language].notice, body });
}

function present(page: PortalPage, subscription: Stripe.Subscription, words: PortalWords): string {
  const item = itemOf(subscription);
  const day = dayText(item.current_period_end, page.language);
  const state = words.states[subscription.status] ?? subscription.status;
  const next = subscription.cancel_at_period_end ? words.ends(day) : words.renews(day);
  const lives = subscription.status !== 'canceled';
  return `<p class="amount" data-testid="plan">${escapeHtml(page.productName)}</p>
<p>${escapeHtml(priceText(item.price, page.language, words))} · <strong data-testid="status">${escapeHtml(state)}</strong>. ${
    lives && subscription.status !== 'paused' ? escapeHtml(next) : ''
  }</p>
${lives ? acts(page, subscription, words) : ''}
${lives && page.features.subscription_update.enabled ? changes(page, item.price, words) : ''}
${lives && page.features.payment_method_update.enabled ? cardForm(page, words) : ''}`;
}

function button(page: PortalPage, act: string, label: string, quiet = true): string {
  return `<form method="post" action="/portal/${escapeHtml(page.session.id)}/${act}">
<button type="submit" data-testid="${act}"${quiet ? ' class="quiet"' : ''}>${escapeHtml(label)}</button></form>`;
}

function acts(page: PortalPage, { status, cancel_at_period_end }: Stripe.Subscription, words: PortalWords) {
  const { features } = page;
  const owes = page.invoices.some((invoice) => invoice.status === 'open');
  const cancels = features.subscription_cancel.enabled && status !== 'paused';
  const buttons = [
    owes ? button(page, 'pay', words.payNow, false) : '',
    cancels && !cancel_at_period_end ? button(page, 'cancel', words.cancel) : '',
    cancel_at_period_end ? button(page, 'keep', words.keep, false) : '',
    features.subscription_pause.enabled && status === 'active' ? button(page, 'pause', words.pause) : '',
    status === 'paused' ? button(page, 'resume', words.resume, false) : '',
  ];
  return `<div class="acts">${buttons.join('')}</div>`;
}

function changes(page: PortalPage, now: Stripe.Price, words: PortalWords): string {
  const rows = page.choices
    .filter(({ price }) => price.id !== now.id)
    .map(({ price, name }) => {
      const label = words.choose(`${name}, ${priceText(price, page.language, words)}`);
      return `<button class="quiet" type="submit" name="price" value="${escapeHtml(price.id)}" data-testid="change-${escapeHtml(price.lookup_key ?? price.id)}">${escapeHtml(label)}</button>`;
    });
  return `<h2>${escapeHtml(words.change)}</h2>
<form method="post" action="/portal/${escapeHtml(page.session.id)}/change">${rows.join('')}</form>`;
}

function cardForm(page: PortalPage, words: PortalWords): string {
  const pay = WORDS[page.language];
  const last4 = page.method?.card?.last4;
  const field = (name: string, label: string, placeholder: string) =>
    `<label>${escapeHtml(label)}<input name="${name}" data-testid="${name}" inputmode="numeric" placeholder="${placeholder}"></label>`;
  return `<h2>${escapeHtml(words.card)}</h2>
${last4 ? `<p data-testid="card-now">${escapeHtml(words.cardEnds(last4))}</p>` : ''}
<form method="post" action="/portal/${escapeHtml(page.session.id)}/card" novalidate>
${field('card', pay.card, '4242 4242 4242 4242')}
<div class="pair">${field('expiry', pay.expiry, '12/34')}${field('cvc', pay.cvc, '123')}</div>
<button class="quiet" type="submit" data-testid="set-card">${escapeHtml(words.newCard)}</button></form>`;
}

function invoiceList(page: PortalPage, words: PortalWords): string {
  const rows = page.invoices.toReversed().map((invoice) => {
    const amount = amountText(invoice.total, invoice.currency, page.language);
    const state = words.invoiceStates[invoice.status ?? ''] ?? invoice.status ?? '';
    return `<li data-testid="invoice"><span>${escapeHtml(dayText(invoice.created, page.language))}</span><span>${escapeHtml(`${amount}, ${state}`)}</span></li>`;
  });
  const list =
    rows.length > 0 ? `<ul class="lines">${rows.join('')}</ul>` : `<p>${escapeHtml(words.noInvoices)}</p>`;
  return `<h2>${escapeHtml(words.invoices)}</h2>${list}`;
}

function priceText(price: Stripe.Price, language: Language, words: PortalWords): string {
  const each = price.recurring?.interval === 'year' ? words.year : words.month;
  return `${amountText(price.unit_amount ?? 0, price.currency, language)} ${each}`;
}

const dayText = (seconds: number, language: Language): string =>
  new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' }).format(seconds * 1000);
