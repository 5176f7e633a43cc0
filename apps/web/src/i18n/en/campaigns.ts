import type { CampaignKind, CampaignStage, DraftProblem } from '@backlot/core';

type Field = DraftProblem['field'];

const stages: Record<CampaignStage, string> = {
  draft: 'Draft',
  to_pay: 'Waiting for the payment',
  payment_failed: 'Payment failed',
  payment_expired: 'Payment page expired',
  to_upload: 'Paid, film on its way',
  verifying: 'Being verified in storage',
  in_review: 'With the moderators',
  changes_requested: 'Changes requested',
  rejected: 'Refused',
  publishing: 'Approved, being published',
  published: 'Published',
  refunded: 'Refunded',
  disputed: 'Payment disputed',
};

const kinds: Record<CampaignKind, { title: string; text: string }> = {
  individual: { title: 'For yourself', text: 'You speak as a person, under your own name.' },
  b2c: { title: 'For a company', text: 'A company speaks to its customers.' },
  agency_b2c: { title: 'For a client company', text: 'An agency runs it for a client whom it names.' },
};

const fields: Record<Field, string> = {
  personName: 'Name',
  title: 'Title',
  brief: 'Brief',
  completionsWanted: 'Completions wanted',
  completionPriceMinor: 'Price of a completion',
  language: 'Language of the film',
  film: 'Film',
};

/** Texts of the list of campaigns, of a new one, and of the steps to its recap. */
const campaigns = {
  stages,
  kinds,
  fields,
  untitled: 'Untitled',
  list: {
    title: 'Campaigns',
    start: 'New campaign',
    changed: (when: string) => `Last change ${when}`,
    resume: 'Continue',
    empty: {
      title: 'No campaign yet',
      text: 'A campaign begins with a film. It stays in this browser until you have paid.',
      action: 'Start the first one',
    },
  },
  create: {
    title: 'Who is the campaign for?',
    lead: 'The price is paid once, at the end. You can leave at any step; what you typed is kept.',
    kind: 'Kind of campaign',
    later: 'Opens later.',
    go: 'Begin',
  },
  edit: {
    strip: 'Steps of the campaign',
    steps: { who: 'Who', film: 'Film', terms: 'Terms', recap: 'Recap' },
    next: 'Continue',
    back: 'Back',
    saving: 'Saving',
    saved: (when: string) => `Saved at ${when}`,
    unsaved: 'Not saved yet; it is kept on this page and sent again.',
    discard: 'Delete the draft',
    discardTitle: 'Delete this draft?',
    discardText:
      'What you typed and the film that this browser keeps for it are deleted. There is no way back.',
    keep: 'Keep it',
    discarded: 'The draft is deleted.',
  },
  who: {
    title: 'Who speaks?',
    lead: 'The name stands under the film on its public page.',
    nameHint: (limit: number) => `Your own name or the one you are known by; up to ${limit} characters.`,
  },
  terms: {
    title: 'What do you ask for?',
    lead: 'People answer your film with films of their own: completions.',
    titleHint: (min: number, max: number) => `${min} to ${max} characters; it is the headline of the page.`,
    briefHint: 'What is the film about, and what should an answer show?',
    wantedHint: (max: string) => `The campaign closes when so many are in; at most ${max}.`,
    priceHint: 'What a participant pays. 0 for free; a price needs payouts, which open later.',
    languageHint: 'In which language title and brief are written.',
  },
  recap: {
    title: 'Everything right?',
    lead: 'This is what you confirm. After the payment the film is sent, and terms stay as they are.',
    takeNone: 'no film yet',
    incomplete: 'Still missing',
    fix: (step: string) => `Go to: ${step}`,
    filmElsewhere: 'The film of this draft is not in this browser. Pick it again before you pay.',
    wanted: 'Completions wanted',
    price: 'Price of a completion',
    free: 'free',
    language: 'Language',
    brief: 'Brief',
    noBrief: 'none',
    size: 'Size',
    hash: 'SHA-256',
    hashName: 'the SHA-256',
    total: 'To pay now',
    why: (kind: string) => `one campaign, ${kind}`,
    confirm: (price: string) => `Confirm and pay ${price}`,
    confirmNote: 'The payment page opens. Nothing is sent to storage before the payment is confirmed.',
    going: 'Opening the payment page',
    reasonMissing: 'Complete what is missing first.',
    reasonFilm: 'Pick the film again first.',
  },
  problem(field: Field, problem: DraftProblem['problem'], limits: { min: string; max: string }): string {
    switch (problem) {
      case 'missing':
        return field === 'film' ? 'Pick a film.' : 'This is needed.';
      case 'too_short':
        return `Too short: write at least ${limits.min} characters.`;
      case 'too_long':
        return `Too long: at most ${limits.max} characters fit.`;
      case 'out_of_range':
        return `Choose between ${limits.min} and ${limits.max}.`;
      case 'payouts_needed':
        return 'A price above 0 needs active payouts. Choose 0 for now.';
    }
  },
  notAnAmount: 'Write an amount, for example 0 or 4.50.',
};
export default campaigns;
