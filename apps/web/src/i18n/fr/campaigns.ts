import type { Texts } from '../catalogue.ts';

const campaigns: Texts<'campaigns'> = {
  stages: {
    draft: 'Brouillon',
    to_pay: 'En attente du paiement',
    payment_failed: 'Paiement refusé',
    payment_expired: 'Page de paiement expirée',
    to_upload: 'Payée, film en route',
    verifying: 'Vérification dans le stockage',
    in_review: 'À la modération',
    changes_requested: 'Modification demandée',
    rejected: 'Refusée',
    publishing: 'Approuvée, publication en cours',
    published: 'Publiée',
    refunded: 'Remboursée',
    disputed: 'Paiement contesté',
  },
  kinds: {
    individual: { title: 'Pour vous', text: 'Vous parlez en votre nom propre.' },
    b2c: { title: 'Pour une entreprise', text: 'Une entreprise s’adresse à ses clients.' },
    agency_b2c: {
      title: 'Pour une entreprise cliente',
      text: 'Une agence la mène pour un client qu’elle nomme.',
    },
  },
  fields: {
    personName: 'Nom',
    title: 'Titre',
    brief: 'Brief',
    completionsWanted: 'Réponses souhaitées',
    completionPriceMinor: 'Prix d’une réponse',
    language: 'Langue du film',
    film: 'Film',
  },
  untitled: 'Sans titre',
  list: {
    title: 'Campagnes',
    start: 'Nouvelle campagne',
    changed: (when) => `Modifiée ${when}`,
    resume: 'Reprendre',
    empty: {
      title: 'Aucune campagne pour l’instant',
      text: 'Une campagne commence par un film. Il reste dans ce navigateur jusqu’au paiement.',
      action: 'Lancer la première',
    },
  },
  create: {
    title: 'Pour qui est cette campagne ?',
    lead: 'Le prix se paie une fois, à la fin. Vous pouvez partir à chaque étape : votre saisie est gardée.',
    kind: 'Type de campagne',
    later: 'Ouvre plus tard.',
    go: 'Commencer',
  },
  edit: {
    strip: 'Étapes de la campagne',
    steps: { who: 'Qui', film: 'Film', terms: 'Cadre', recap: 'Récap' },
    next: 'Continuer',
    back: 'Retour',
    saving: 'Enregistrement',
    saved: (when) => `Enregistré à ${when}`,
    unsaved: 'Pas encore enregistré ; gardé sur cette page et renvoyé.',
    discard: 'Supprimer le brouillon',
    discardTitle: 'Supprimer ce brouillon ?',
    discardText:
      'Votre saisie et le film que ce navigateur garde pour elle sont supprimés, sans retour possible.',
    keep: 'Le garder',
    discarded: 'Le brouillon est supprimé.',
  },
  who: {
    title: 'Qui parle ?',
    lead: 'Ce nom figure sous le film, sur sa page publique.',
    nameHint: (limit) => `Votre nom, ou celui sous lequel on vous connaît ; ${limit} caractères au plus.`,
  },
  terms: {
    title: 'Que demandez-vous ?',
    lead: 'On répond à votre film par un film : ce sont les réponses.',
    titleHint: (min, max) => `De ${min} à ${max} caractères ; c’est le titre de la page.`,
    briefHint: 'De quoi parle le film, et que doit montrer une réponse ?',
    wantedHint: (max) => `La campagne se ferme à ce nombre ; ${max} au plus.`,
    priceHint:
      'Ce que paie un participant. 0 pour la gratuité ; un prix suppose des virements, qui ouvriront plus tard.',
    languageHint: 'La langue du titre et du brief.',
  },
  recap: {
    title: 'Tout est juste ?',
    lead: 'Voici ce que vous confirmez. Après le paiement le film est envoyé, et le cadre ne change plus.',
    takeNone: 'pas encore de film',
    incomplete: 'Il manque encore',
    fix: (step) => `Aller à : ${step}`,
    filmElsewhere:
      'Le film de ce brouillon n’est pas dans ce navigateur. Choisissez-le à nouveau avant de payer.',
    wanted: 'Réponses souhaitées',
    price: 'Prix d’une réponse',
    free: 'gratuit',
    language: 'Langue',
    brief: 'Brief',
    noBrief: 'aucun',
    size: 'Taille',
    hash: 'SHA-256',
    hashName: 'l’empreinte SHA-256',
    total: 'À payer maintenant',
    why: (kind) => `une campagne, ${kind}`,
    confirm: (price) => `Confirmer et payer ${price}`,
    confirmNote: 'La page de paiement s’ouvre. Rien ne part au stockage avant que le paiement soit confirmé.',
    going: 'Ouverture de la page de paiement',
    reasonMissing: 'Complétez d’abord ce qui manque.',
    reasonFilm: 'Choisissez d’abord à nouveau le film.',
  },
  problem(field, problem, limits) {
    switch (problem) {
      case 'missing':
        return field === 'film' ? 'Choisissez un film.' : 'Il faut remplir ce champ.';
      case 'too_short':
        return `Trop court : écrivez au moins ${limits.min} caractères.`;
      case 'too_long':
        return `Trop long : ${limits.max} caractères au plus.`;
      case 'out_of_range':
        return `Choisissez entre ${limits.min} et ${limits.max}.`;
      case 'payouts_needed':
        return 'Un prix au-dessus de 0 suppose des virements actifs. Choisissez 0 pour l’instant.';
    }
  },
  notAnAmount: 'Écrivez un montant, par exemple 0 ou 4,50.',
};
export default campaigns;
