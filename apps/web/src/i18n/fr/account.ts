import type { Texts } from '../catalogue.ts';

const account: Texts<'account'> = {
  signIn: {
    title: 'Se connecter',
    lead: 'Nous envoyons un lien à votre adresse. Pas de mot de passe ; la première connexion crée le compte.',
    email: 'Adresse e-mail',
    emailHint: 'Le lien sert une fois, pendant 15 minutes, dans ce navigateur.',
    emailMissing: 'Écrivez votre adresse e-mail.',
    emailWrong: 'Une adresse ressemble à nom@exemple.fr.',
    send: 'Envoyer le lien',
    or: 'ou',
    google: 'Continuer avec Google',
  },
  check: {
    title: 'Regardez votre messagerie',
    lead: (email) => `Un lien est en route vers ${email}.`,
    leadWithout: 'Un lien est en route vers votre adresse.',
    text: 'Ouvrez-le dans ce navigateur : ailleurs il ne marche pas. Comptez une minute ; voyez aussi les indésirables.',
    again: 'Utiliser une autre adresse',
  },
  link: {
    title: 'Une pression et vous y êtes',
    lead: 'Cette étape évite qu’une messagerie qui ouvre les liens d’elle-même n’épuise le vôtre.',
    confirm: 'Se connecter dans ce navigateur',
    missing:
      'L’adresse ne contient pas de lien. Rouvrez-la depuis votre messagerie, ou demandez-en un nouveau.',
    again: 'Demander un nouveau lien',
  },
  settings: {
    title: 'Réglages',
    display: 'Langue et thème',
    displayText: 'Gardés dans ce navigateur ; la langue vaut aussi pour nos messages.',
    account: 'Compte',
    email: 'Adresse e-mail',
    role: 'Rôle',
    roles: { member: 'Membre', moderator: 'Modération', operator: 'Exploitation' },
    sessions: 'Navigateurs connectés',
    sessionsText: 'Un navigateur reste connecté 30 jours après sa dernière visite.',
    browser: 'Navigateur',
    since: 'Depuis',
    until: 'Jusqu’au',
    here: 'celui-ci',
    unknownBrowser: 'Navigateur inconnu',
    on: (browser, system) => `${browser} sur ${system}`,
    revoke: 'Déconnecter',
    revokeThat: (browser) => `Déconnecter : ${browser}`,
    revoked: 'Ce navigateur est déconnecté.',
    signOut: 'Se déconnecter de ce navigateur',
  },
};
export default account;
