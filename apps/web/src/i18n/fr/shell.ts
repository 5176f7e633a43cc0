import type { Texts } from '../catalogue.ts';

const shell: Texts<'shell'> = {
  brand: 'Backlot',
  skip: 'Aller au contenu',
  mainNavigation: 'Navigation principale',
  home: 'Backlot, accueil',
  campaigns: 'Campagnes',
  newCampaign: 'Nouvelle campagne',
  plans: 'Formules',
  dashboard: 'Tableau de bord',
  moderation: 'Modération',
  settings: 'Réglages',
  signIn: 'Se connecter',
  signOut: 'Se déconnecter',
  account: 'Compte',
  menu: 'Menu',
  display: 'Langue et thème',
  language: 'Langue',
  theme: 'Thème',
  themes: { system: 'Système', night: 'Nuit', day: 'Jour' },
  footer: 'Votre film reste dans votre navigateur tant que le paiement n’est pas confirmé.',
  offline: 'Vous êtes hors ligne. Votre saisie est gardée ici ; les envois reprendront avec la connexion.',
  loading: 'Chargement',
  messages: 'Messages',
  close: 'Fermer',
  notFound: {
    title: 'Cette page n’est pas sur la feuille de service',
    text: 'L’adresse est peut-être mal saisie, ou la page ne vous est pas ouverte.',
    action: 'Aller à l’accueil',
  },
  broken: {
    title: 'La page n’a pas pu s’afficher',
    text: 'Votre saisie est gardée. Réessayez ; si rien ne change, rechargez la page.',
    retry: 'Réessayer',
    reload: 'Recharger la page',
  },
};
export default shell;
