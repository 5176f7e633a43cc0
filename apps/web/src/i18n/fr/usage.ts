import type { Texts } from '../catalogue.ts';

const usage: Texts<'usage'> = {
  title: 'Consommation',
  lead: (plan, from, to) => `Formule ${plan} · du ${from} au ${to} (UTC)`,
  quotas: {
    storage: 'Stockage',
    text: 'Textes par IA',
    video: 'Vidéos par IA',
    live: 'Visionnage sur plateformes payantes',
  },
  now: 'Vos limites',
  minutes: (count) => `${count} min`,
  of: (used, limit) => `${used} sur ${limit}`,
  held: (amount) => `dont ${amount} réservé pour un travail en cours`,
  notIncluded: (used) => `Hors de cette formule · ${used} utilisé`,
  resets: (day) => `Repart à zéro le ${day}`,
  kept: 'Se libère quand vous supprimez',
  forecast: (amount, day) => `Environ ${amount} d’ici au ${day} à ce rythme`,
  forecastOver: (amount, day) => `Environ ${amount} d’ici au ${day} à ce rythme : plus que la formule`,
  full: {
    title: (names) => `Tout est utilisé : ${names}`,
    text: 'Ce qui est là reste là. Ce qui en demanderait davantage est refusé tant que la place manque.',
    over: 'Vous conservez plus que ne contient cette formule. Tout se consulte, se récupère et se supprime encore ; rien de nouveau n’est accepté tant que cela dépasse.',
    lifted: (plan) => `${plan} lève la limite aussitôt.`,
    action: 'Voir les formules',
  },
  near: {
    title: (names) => `Presque tout est utilisé : ${names}`,
    text: 'À 100 %, ce qui en demanderait davantage est refusé.',
    action: 'Voir les formules',
  },
  history: {
    title: 'Historique',
    what: 'Quoi',
    span: 'Période',
    spans: { day: '31 derniers jours', month: '12 derniers mois' },
    series: {
      text: 'Textes par IA',
      video: 'Vidéos par IA',
      live: 'Visionnage sur plateformes payantes',
      storage: 'Conservé, en moyenne',
    },
    heads: { day: 'Jour', month: 'Mois' },
    valueHead: 'Utilisé',
  },
  toast: (quota, percent) =>
    percent < 100 ? `${quota} : ${percent} % de votre limite est utilisé.` : `${quota} : tout est utilisé.`,
  operator: {
    title: 'Quotas',
    lead: 'Membres proches d’une limite ou au-delà, ce mois-ci',
    none: 'Personne n’est proche d’une limite',
    noneText: 'Qui atteint 80 % d’un quota ce mois-ci figure ici.',
    member: 'Membre',
    plan: 'Formule',
    quota: 'Quota',
    used: 'Utilisé',
    share: 'Part',
  },
};
export default usage;
