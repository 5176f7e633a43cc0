const ENGLISH = {
  notice: 'Test payments: this page stands in for Stripe. No money moves; never type a real card.',
  payTo: (merchant: string) => `Pay ${merchant}`,
  pay: (amount: string) => `Pay ${amount}`,
  confirmFree: 'Confirm',
  back: (merchant: string) => `Back to ${merchant}`,
  email: 'E-mail',
  method: 'Payment method',
  cardChoice: 'Card',
  debitChoice: 'Bank debit (settles later)',
  bank: 'Bank account',
  card: 'Card number',
  expiry: 'Expiry (MM/YY)',
  cvc: 'Security code (CVC)',
  sepa_debit: 'IBAN',
  us_bank_account: 'Account number',
  debitHint: 'The payment is confirmed, or fails, some time after this page.',
  testCards: 'Test cards',
  succeeds: 'succeeds',
  declined: 'declined',
  insufficient: 'insufficient funds',
  threeDs: 'asks for 3-D Secure',
  disputed: 'succeeds, then disputed',
  debitFails: 'bank debit that fails',
  authenticateTitle: '3-D Secure',
  authenticateText: 'The bank of this test card wants to know who is paying. Choose how it ends.',
  complete: 'Complete authentication',
  fail: 'Fail authentication',
  paidTitle: 'This is paid',
  paidText: 'Nothing more to do here.',
  goOn: 'Continue',
  expiredTitle: 'This payment page has expired',
  expiredText: 'Nothing was charged. Go back and start again.',
  unknownTitle: 'No such payment page',
  unknownText: 'Check the address.',
  errors: {
    email: 'Enter an e-mail address, such as you@example.com.',
    incorrect_number: 'This card number is not valid.',
    invalid_expiry: 'Enter the expiry as MM/YY.',
    expired: 'This card has expired.',
    invalid_cvc: 'The security code has 3 digits, or 4 on American Express.',
    invalid_account: 'Enter an account number.',
    insufficient_funds: 'The card has insufficient funds. Use another card.',
    expired_card: 'The card has expired. Use another card.',
    incorrect_cvc: 'The security code is wrong.',
    processing_error: 'The card could not be processed. Try again in a moment.',
    payment_intent_authentication_failure: 'The bank could not confirm that it is you. Use another card.',
    declined: 'The card was declined. Use another card.',
  },
};

export type Words = typeof ENGLISH;

const FRENCH: Words = {
  notice:
    'Paiements d’essai : cette page remplace Stripe. Aucun argent ne circule ; n’y tapez jamais une vraie carte.',
  payTo: (merchant) => `Payer ${merchant}`,
  pay: (amount) => `Payer ${amount}`,
  confirmFree: 'Confirmer',
  back: (merchant) => `Revenir chez ${merchant}`,
  email: 'Adresse e-mail',
  method: 'Moyen de paiement',
  cardChoice: 'Carte',
  debitChoice: 'Prélèvement bancaire (réglé plus tard)',
  bank: 'Compte bancaire',
  card: 'Numéro de carte',
  expiry: 'Expiration (MM/AA)',
  cvc: 'Code de sécurité (CVC)',
  sepa_debit: 'IBAN',
  us_bank_account: 'Numéro de compte',
  debitHint: 'Le paiement est confirmé, ou échoue, quelque temps après cette page.',
  testCards: 'Cartes d’essai',
  succeeds: 'réussit',
  declined: 'refusée',
  insufficient: 'provision insuffisante',
  threeDs: 'demande 3-D Secure',
  disputed: 'réussit, puis contestée',
  debitFails: 'prélèvement qui échoue',
  authenticateTitle: '3-D Secure',
  authenticateText: 'La banque de cette carte d’essai veut savoir qui paie. Choisissez l’issue.',
  complete: 'Réussir l’authentification',
  fail: 'Échouer l’authentification',
  paidTitle: 'C’est payé',
  paidText: 'Il n’y a plus rien à faire ici.',
  goOn: 'Continuer',
  expiredTitle: 'Cette page de paiement a expiré',
  expiredText: 'Rien n’a été débité. Revenez en arrière et recommencez.',
  unknownTitle: 'Cette page de paiement n’existe pas',
  unknownText: 'Vérifiez l’adresse.',
  errors: {
    email: 'Indiquez une adresse e-mail, par exemple vous@example.com.',
    incorrect_number: 'Ce numéro de carte n’est pas valable.',
    invalid_expiry: 'Indiquez l’expiration sous la forme MM/AA.',
    expired: 'Cette carte a expiré.',
    invalid_cvc: 'Le code de sécurité a 3 chiffres, ou 4 pour American Express.',
    invalid_account: 'Indiquez un numéro de compte.',
    insufficient_funds: 'La provision de la carte est insuffisante. Prenez une autre carte.',
    expired_card: 'La carte a expiré. Prenez une autre carte.',
    incorrect_cvc: 'Le code de sécurité est faux.',
    processing_error: 'La carte n’a pas pu être traitée. Réessayez dans un instant.',
    payment_intent_authentication_failure:
      'La banque n’a pas pu confirmer que c’est bien vous. Prenez une autre carte.',
    declined: 'La carte a été refusée. Prenez une autre carte.',
  },
};

export type Language = 'en' | 'fr';

export const WORDS: Record<Language, Words> = { en: ENGLISH, fr: FRENCH };

/** The session's locale decides; without one, or with `auto`, the browser's first language. */
export function languageOf(locale: string | null, acceptLanguage: string): Language {
  const wanted = locale === null || locale === 'auto' ? (acceptLanguage.split(',')[0] ?? '') : locale;
  return wanted.trim().toLowerCase().startsWith('fr') ? 'fr' : 'en';
}

/** The message for an error code, or the one for a plain decline. */
export function errorText(words: Words, code: string): string {
  const errors: Record<string, string> = words.errors;
  return errors[code] ?? words.errors.declined;
}

/** An amount in minor units, as the language writes it. */
export function amountText(amountMinor: number, currency: string, language: Language): string {
  const format = new Intl.NumberFormat(language, { style: 'currency', currency });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  return format.format(amountMinor / 10 ** digits);
}
