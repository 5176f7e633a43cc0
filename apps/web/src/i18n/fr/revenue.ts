import type { Texts } from '../catalogue.ts';

const revenue: Texts<'revenue'> = {
  title: 'Recettes',
  lead: 'Des formules et des campagnes, avant les frais du prestataire de paiement et avant impôts.',
  subscriptions: 'Abonnements en cours',
  plan: 'Formule',
  intervals: { month: 'au mois', year: 'à l’année' },
  members: 'Membres',
  monthly: 'Par mois',
  yearly: 'Par an',
  note: 'Calculé aux prix d’aujourd’hui, si personne ne change rien.',
  campaigns: (currency) => `Campagnes payées, remboursements déduits (${currency})`,
  month: 'Mois',
  earned: 'Recette',
};
export default revenue;
