import type { Language } from '@backlot/core';

/** What each template needs to be written. Addresses and tokens are made when the mail is sent, never stored. */
export type MailData = {
  sign_in_link: { linkId: string };
  film_rejected: { campaignId: string; title: string; reason: string };
  film_changes_requested: { campaignId: string; title: string; reason: string };
  film_published: { campaignId: string; slug: string; title: string };
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
