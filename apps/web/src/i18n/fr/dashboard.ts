import type { Texts } from '../catalogue.ts';

const dashboard: Texts<'dashboard'> = {
  title: 'Tableau de bord',
  scope: {
    own: 'Ce qui s’est passé autour de vos campagnes.',
    all: 'Ce qui s’est passé dans toute l’installation.',
  },
  period: 'Période',
  lastDays: (days) => `${days} jours`,
  views: 'Pages vues par jour',
  viewsHead: 'Vues',
  day: 'Jour',
  step: 'Étape',
  campaign: 'Campagne',
  campaignsHead: 'Campagnes',
  campaignFunnel: 'De la première étape à la page publique',
  checkoutFunnel: 'Du récapitulatif au paiement',
  steps_: 'Étapes de campagne par jour',
  stepsHead: 'Étapes',
  steps: {
    who: 'Qui',
    film: 'Film',
    terms: 'Conditions',
    recap: 'Récapitulatif',
    ordered: 'Confirmée',
    opened: 'Page de paiement ouverte',
    returned: 'Retour de la page de paiement',
    paid: 'Payée',
    published: 'Publique',
  },
  top: 'Les plus vues',
  noTop: 'Aucune page publique n’a été vue pendant cette période.',
  untitled: 'Sans titre',
  empty: {
    title: 'Rien à voir encore',
    text: 'Dès que quelqu’un ouvre une de vos pages publiques, ou que vous commencez une campagne, c’est compté ici.',
    action: 'Lancer une campagne',
  },
  note: 'Les jours sont comptés en UTC. D’une personne, seul le compte est connu ; d’un visiteur, rien ; un navigateur qui demande à ne pas être suivi n’est pas compté du tout.',
};
export default dashboard;
