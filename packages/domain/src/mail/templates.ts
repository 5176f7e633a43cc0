import { type BillingInterval, currencies, type Language, type PlanName, plans } from '@backlot/core';

/** What each template needs to be written. Addresses and tokens are made when the mail is sent, never stored. */
export type MailData = {
  sign_in_link: { linkId: string };
  film_rejected: { campaignId: string; title: string; reason: string };
  film_changes_requested: { campaignId: string; title: string; reason: string };
  film_published: { campaignId: string; slug: string; title: string };
  subscription_confirmed: { plan: PlanName; interval: BillingInterval };
  /** `keptUntil` as ISO 8601: until then the plan stays. */
  payment_failed: { plan: PlanName; keptUntil: string };
  plan_ended: { plan: PlanName };
};
export type MailTemplate = keyof MailData;

/** A mail's words, plain: lines of text and one button. Escaping and layout happen in one place (write-mail.ts). */
export type MailWords = {
  subject: string;
  lines: string[];
  button: { label: string; href: string };
  foot: string;
};

type Links = { signIn(linkId: string): string; page(path: string): string };

/** A plan's price as a sentence shows it, such as `$19` or `19 $US`. */
function priceText(plan: PlanName, interval: BillingInterval, language: Language): string {
  const { amountMinor, currency } = plans[plan].price[interval];
  const decimals = currencies[currency];
  return new Intl.NumberFormat(language, {
    style: 'currency',
    currency,
    minimumFractionDigits: amountMinor % 10 ** decimals === 0 ? 0 : decimals,
  }).format(amountMinor / 10 ** decimals);
}

const dayText = (moment: string, language: Language): string =>
  new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(moment));

type Writers = { [T in MailTemplate]: (data: MailData[T], links: Links) => MailWords };

const en: Writers = {
  sign_in_link: ({ linkId }, links) => ({
    subject: 'Your link to Backlot',
    lines: ['Open this link in the browser in which you asked for it. It works once, for 15 minutes.'],
    button: { label: 'Sign in', href: links.signIn(linkId) },
    foot: 'You did not ask for it? Then there is nothing to do: without this link nobody gets in.',
  }),
  film_rejected: ({ campaignId, title, reason }, links) => ({
    subject: `“${title}” was not approved`,
    lines: [
      `A moderator looked at the film of “${title}” and did not approve it.`,
      `The reason given: ${reason}`,
      'You may appeal once within 14 days; another look is taken by a person.',
    ],
    button: { label: 'See the campaign', href: links.page(`/campaigns/${campaignId}`) },
    foot: 'If you do not appeal, half of the price goes back to you and the film is deleted 30 days after the decision.',
  }),
  film_changes_requested: ({ campaignId, title, reason }, links) => ({
    subject: `“${title}” needs a change`,
    lines: [`A moderator asks for a change before “${title}” can be published.`, `What to change: ${reason}`],
    button: { label: 'Bring a new film', href: links.page(`/campaigns/${campaignId}`) },
    foot: 'Nothing more is to be paid.',
  }),
  film_published: ({ slug, title }, links) => ({
    subject: `“${title}” is public`,
    lines: [`Your film was approved, and “${title}” has its page.`],
    button: { label: 'Open the page', href: links.page(`/c/${slug}`) },
    foot: 'Anyone who has the link can watch it.',
  }),
  subscription_confirmed: ({ plan, interval }, links) => ({
    subject: `Your plan is ${plan}`,
    lines: [
      `Thank you: the plan ${plan} is yours from now on.`,
      `It costs ${priceText(plan, interval, 'en')} a ${interval} and renews by itself until you cancel it.`,
    ],
    button: { label: 'Plans and billing', href: links.page('/settings/billing') },
    foot: 'There you change or cancel it, and find your invoices.',
  }),
  payment_failed: ({ plan, keptUntil }, links) => ({
    subject: `The payment for ${plan} failed`,
    lines: [
      `The renewal of your plan ${plan} could not be paid.`,
      `You keep the plan until ${dayText(keptUntil, 'en')}. Until then the payment is tried again, by the card you leave on file.`,
    ],
    button: { label: 'Put the payment right', href: links.page('/settings/billing?manage=1') },
    foot: 'Nothing of yours is deleted.',
  }),
  plan_ended: ({ plan }, links) => ({
    subject: `Your plan ${plan} has ended`,
    lines: [
      `Your plan ${plan} has ended, and you have FREE now.`,
      'Nothing was deleted: what is above the limits of FREE can be read and no longer changed.',
    ],
    button: { label: 'See the plans', href: links.page('/settings/billing') },
    foot: 'You may come back to it whenever you like.',
  }),
};

const fr: Writers = {
  sign_in_link: ({ linkId }, links) => ({
    subject: 'Votre lien pour Backlot',
    lines: [
      'Ouvrez ce lien dans le navigateur où vous l’avez demandé. Il sert une seule fois, pendant 15 minutes.',
    ],
    button: { label: 'Se connecter', href: links.signIn(linkId) },
    foot: 'Vous n’avez rien demandé ? Ne faites rien : sans ce lien, personne n’entre.',
  }),
  film_rejected: ({ campaignId, title, reason }, links) => ({
    subject: `« ${title} » n’a pas été accepté`,
    lines: [
      `Un modérateur a regardé le film de « ${title} » et ne l’a pas accepté.`,
      `Le motif : ${reason}`,
      'Vous pouvez faire appel une fois, sous 14 jours ; une personne regardera de nouveau.',
    ],
    button: { label: 'Voir la campagne', href: links.page(`/campaigns/${campaignId}`) },
    foot: 'Sans appel, la moitié du prix vous est rendue et le film est effacé 30 jours après la décision.',
  }),
  film_changes_requested: ({ campaignId, title, reason }, links) => ({
    subject: `« ${title} » demande une retouche`,
    lines: [`Un modérateur demande une retouche avant de publier « ${title} ».`, `À changer : ${reason}`],
    button: { label: 'Apporter un nouveau film', href: links.page(`/campaigns/${campaignId}`) },
    foot: 'Il n’y a rien de plus à payer.',
  }),
  film_published: ({ slug, title }, links) => ({
    subject: `« ${title} » est en ligne`,
    lines: [`Votre film est accepté : « ${title} » a sa page.`],
    button: { label: 'Ouvrir la page', href: links.page(`/c/${slug}`) },
    foot: 'Quiconque a le lien peut le regarder.',
  }),
  subscription_confirmed: ({ plan, interval }, links) => ({
    subject: `Votre formule est ${plan}`,
    lines: [
      `Merci : la formule ${plan} est à vous dès maintenant.`,
      `Elle coûte ${priceText(plan, interval, 'fr')} par ${interval === 'year' ? 'an' : 'mois'} et se renouvelle d’elle-même jusqu’à ce que vous la résiliiez.`,
    ],
    button: { label: 'Formules et facturation', href: links.page('/settings/billing') },
    foot: 'Vous pouvez y changer de formule, résilier et retrouver vos factures.',
  }),
  payment_failed: ({ plan, keptUntil }, links) => ({
    subject: `Le paiement de ${plan} a échoué`,
    lines: [
      `Le renouvellement de votre formule ${plan} n’a pas pu être payé.`,
      `Vous gardez la formule jusqu’au ${dayText(keptUntil, 'fr')}. D’ici là, le paiement est tenté de nouveau avec la carte enregistrée.`,
    ],
    button: { label: 'Régulariser le paiement', href: links.page('/settings/billing?manage=1') },
    foot: 'Rien de ce qui est à vous n’est effacé.',
  }),
  plan_ended: ({ plan }, links) => ({
    subject: `Votre formule ${plan} a pris fin`,
    lines: [
      `Votre formule ${plan} a pris fin, et vous avez désormais FREE.`,
      'Rien n’a été effacé : ce qui dépasse les limites de FREE se consulte et ne se modifie plus.',
    ],
    button: { label: 'Voir les formules', href: links.page('/settings/billing') },
    foot: 'Vous pouvez y revenir quand vous voulez.',
  }),
};

const writers: Record<Language, Writers> = { en, fr };

/** The words of a mail in the reader's language. */
export function mailWords<T extends MailTemplate>(
  template: T,
  language: Language,
  data: MailData[T],
  links: Links,
): MailWords {
  return writers[language][template](data, links);
}
