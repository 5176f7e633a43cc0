import {
  type BillingInterval,
  currencies,
  type Language,
  type PlanName,
  plans,
  type QuotaName,
} from '@backlot/core';

/** What each template needs to be written. Addresses and tokens are made when the mail is sent, never stored. */
export type MailData = {
  sign_in_link: { linkId: string };
  welcome: Record<string, never>;
  /** `reminder` counts from 1; `refundAt` is when the money goes back by itself. */
  upload_reminder: {
    campaignId: string;
    assetId: string;
    title: string;
    reminder: number;
    refundAt: string;
  };
  film_rejected: { campaignId: string; title: string; reason: string };
  film_changes_requested: { campaignId: string; title: string; reason: string };
  film_published: { campaignId: string; slug: string; title: string };
  subscription_confirmed: { plan: PlanName; interval: BillingInterval };
  /** `keptUntil` as ISO 8601: until then the plan stays. */
  payment_failed: { plan: PlanName; keptUntil: string };
  plan_ended: { plan: PlanName };
  export_ready: Record<never, never>;
  /** `endedPlan` is the plan that was running and ends with the request. */
  deletion_requested: { eraseAt: string; endedPlan: PlanName | null };
  quota_reached: { quota: QuotaName; percent: number; canUpgrade: boolean };
  /** Videos whose last day by the plan comes: how many, the first of those days as ISO 8601, and how long the bin keeps them. */
  videos_end: { count: number; keepUntil: string; binDays: number };
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

/** A day in words. Mails know no time zone of their reader, so it is a day of UTC. */
const dayText = (moment: string, language: Language): string =>
  new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(moment));

type Writers = { [T in MailTemplate]: (data: MailData[T], links: Links) => MailWords };

const quotasEn: Record<QuotaName, string> = {
  storage: 'storage',
  text: 'AI text',
  video: 'AI videos',
  live: 'viewing time on paid platforms',
};
const quotasFr: Record<QuotaName, { title: string; of: string }> = {
  storage: { title: 'Stockage', of: 'du stockage' },
  text: { title: 'Textes par IA', of: 'des textes par IA' },
  video: { title: 'Vidéos par IA', of: 'des vidéos par IA' },
  live: { title: 'Temps de visionnage', of: 'du temps de visionnage' },
};

const en: Writers = {
  sign_in_link: ({ linkId }, links) => ({
    subject: 'Your link to Backlot',
    lines: ['Open this link in the browser in which you asked for it. It works once, for 15 minutes.'],
    button: { label: 'Sign in', href: links.signIn(linkId) },
    foot: 'You did not ask for it? Then there is nothing to do: without this link nobody gets in.',
  }),
  welcome: (_, links) => ({
    subject: 'Welcome to Backlot',
    lines: [
      'This is your back office: pick or record a film, say what it is for, and pay when it is ready.',
      'Your film stays in your browser until the payment is confirmed. Nothing of it leaves your machine before.',
    ],
    button: { label: 'Start a campaign', href: links.page('/campaigns/new') },
    foot: 'You get this once, because you signed in for the first time.',
  }),
  upload_reminder: ({ campaignId, title, reminder, refundAt }, links) => ({
    subject:
      reminder === 1
        ? `The film of “${title}” is still in your browser`
        : `“${title}” is paid for, and its film is missing`,
    lines: [
      reminder === 1
        ? `“${title}” is paid for. Open its page in the browser in which you picked the film, and it is sent from there.`
        : `“${title}” is paid for, and we do not have its film yet. Open its page in the browser in which you picked it.`,
      ...(reminder === 1
        ? []
        : [
            'Another browser, or the film is gone from there? The page takes the same file again, from wherever you keep it.',
          ]),
      ...(reminder < 3 ? [] : ['This is the last reminder.']),
    ],
    button: { label: 'Send the film', href: links.page(`/campaigns/${campaignId}`) },
    foot: `If nothing comes until ${dayText(refundAt, 'en')}, the whole amount goes back to you by itself.`,
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
  export_ready: (_, links) => ({
    subject: 'Your export is ready',
    lines: ['Everything that is yours on Backlot is put together in one ZIP file.'],
    button: { label: 'Fetch it', href: links.page('/settings/data') },
    foot: 'It is kept for 7 days and then deleted. You did not ask for it? Sign out the browsers you do not know in your settings.',
  }),
  deletion_requested: ({ eraseAt, endedPlan }, links) => ({
    subject: 'Your account will be erased',
    lines: [
      'You are signed out everywhere, and what you published is no longer shown.',
      ...(endedPlan
        ? [
            `Your plan ${endedPlan} ends at once: nothing more is charged, and it does not come back by itself.`,
          ]
        : []),
      `On ${dayText(eraseAt, 'en')} everything is erased for good. Until then you can come back: sign in, and choose to keep the account.`,
    ],
    button: { label: 'Sign in and keep it', href: links.page('/sign-in') },
    foot: 'Orders, payments and refunds stay in our books, as the law asks, without your name or address.',
  }),
  videos_end: ({ count, keepUntil, binDays }, links) => ({
    subject:
      count === 1
        ? `A video of yours is deleted on ${dayText(keepUntil, 'en')}`
        : `${count} videos of yours are deleted soon, the first on ${dayText(keepUntil, 'en')}`,
    lines: [
      `Your plan keeps a video for some time, and for ${count === 1 ? 'one of yours' : `${count} of yours`} that time is nearly over.`,
      'Download what you want to keep, or choose a plan that keeps it longer.',
    ],
    button: { label: 'See your videos', href: links.page('/studio/videos') },
    foot: `What is deleted waits in the bin for ${binDays} days more.`,
  }),
  quota_reached: ({ quota, percent, canUpgrade }, links) => ({
    subject:
      percent < 100
        ? `${percent} % of your ${quotasEn[quota]} is used`
        : `Your ${quotasEn[quota]} is used up`,
    lines: [
      percent < 100
        ? `You have used ${percent} % of what your plan holds of ${quotasEn[quota]}.`
        : `You have used all that your plan holds of ${quotasEn[quota]}. Nothing is deleted; what would need more is refused.`,
      quota === 'storage'
        ? 'Delete what you no longer need and empty the bin: its place is free at once.'
        : 'It begins anew on the first day of next month (UTC).',
      ...(canUpgrade ? ['A larger plan lifts the limit at once.'] : []),
    ],
    button: { label: 'See your usage', href: links.page('/settings/usage') },
    foot: 'You are told at 80 % and at 100 %, once each a month.',
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
  welcome: (_, links) => ({
    subject: 'Bienvenue sur Backlot',
    lines: [
      'Voici vos coulisses : choisissez ou tournez un film, dites à quoi il sert, et payez quand tout est prêt.',
      'Le film reste dans votre navigateur tant que le paiement n’est pas confirmé. Rien n’en sort avant.',
    ],
    button: { label: 'Lancer une campagne', href: links.page('/campaigns/new') },
    foot: 'Vous recevez ce message une seule fois, à votre première connexion.',
  }),
  upload_reminder: ({ campaignId, title, reminder, refundAt }, links) => ({
    subject:
      reminder === 1
        ? `Le film de « ${title} » est encore dans votre navigateur`
        : `« ${title} » est payé, et il manque le film`,
    lines: [
      reminder === 1
        ? `« ${title} » est payé. Ouvrez sa page dans le navigateur où vous avez choisi le film : il partira de là.`
        : `« ${title} » est payé, et nous n’avons pas encore le film. Ouvrez sa page dans le navigateur où vous l’avez choisi.`,
      ...(reminder === 1
        ? []
        : [
            'Un autre navigateur, ou le film n’y est plus ? La page reprend le même fichier, où que vous le gardiez.',
          ]),
      ...(reminder < 3 ? [] : ['C’est le dernier rappel.']),
    ],
    button: { label: 'Envoyer le film', href: links.page(`/campaigns/${campaignId}`) },
    foot: `Sans film d’ici au ${dayText(refundAt, 'fr')}, la somme entière vous est rendue d’elle-même.`,
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
  export_ready: (_, links) => ({
    subject: 'Votre export est prêt',
    lines: ['Tout ce qui est à vous sur Backlot est réuni dans un fichier ZIP.'],
    button: { label: 'Le récupérer', href: links.page('/settings/data') },
    foot: 'Il est gardé 7 jours, puis effacé. Vous n’avez rien demandé ? Déconnectez dans vos réglages les navigateurs que vous ne connaissez pas.',
  }),
  deletion_requested: ({ eraseAt, endedPlan }, links) => ({
    subject: 'Votre compte va être effacé',
    lines: [
      'Vous êtes déconnecté partout, et ce que vous aviez publié n’est plus montré.',
      ...(endedPlan
        ? [
            `Votre formule ${endedPlan} prend fin aussitôt : plus rien n’est débité, et elle ne reprend pas d’elle-même.`,
          ]
        : []),
      `Le ${dayText(eraseAt, 'fr')}, tout sera effacé pour de bon. D’ici là vous pouvez revenir : connectez-vous, et choisissez de garder le compte.`,
    ],
    button: { label: 'Se connecter et le garder', href: links.page('/sign-in') },
    foot: 'Commandes, paiements et remboursements restent dans nos livres, comme le veut la loi, sans votre nom ni votre adresse.',
  }),
  videos_end: ({ count, keepUntil, binDays }, links) => ({
    subject:
      count === 1
        ? `Une de vos vidéos sera supprimée le ${dayText(keepUntil, 'fr')}`
        : `${count} de vos vidéos seront bientôt supprimées, la première le ${dayText(keepUntil, 'fr')}`,
    lines: [
      `Votre formule garde une vidéo un certain temps, et ce temps s’achève pour ${count === 1 ? 'l’une des vôtres' : `${count} des vôtres`}.`,
      'Téléchargez ce que vous voulez garder, ou choisissez une formule qui le garde plus longtemps.',
    ],
    button: { label: 'Voir vos vidéos', href: links.page('/studio/videos') },
    foot: `Ce qui est supprimé reste encore ${binDays} jours dans la corbeille.`,
  }),
  quota_reached: ({ quota, percent, canUpgrade }, links) => ({
    subject:
      percent < 100
        ? `${quotasFr[quota].title} : ${percent} % utilisés`
        : `${quotasFr[quota].title} : tout est utilisé`,
    lines: [
      percent < 100
        ? `Vous avez utilisé ${percent} % ${quotasFr[quota].of} que contient votre formule.`
        : `Vous avez utilisé tout ce que contient votre formule (${quotasFr[quota].title.toLowerCase()}). Rien n’est effacé ; ce qui en demanderait davantage est refusé.`,
      quota === 'storage'
        ? 'Supprimez ce dont vous n’avez plus besoin et videz la corbeille : la place se libère aussitôt.'
        : 'Le compte repart à zéro le premier jour du mois prochain (UTC).',
      ...(canUpgrade ? ['Une formule plus grande lève la limite aussitôt.'] : []),
    ],
    button: { label: 'Voir ma consommation', href: links.page('/settings/usage') },
    foot: 'Vous êtes prévenu à 80 % et à 100 %, une fois chacun par mois.',
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
