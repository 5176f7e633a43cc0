import type { Texts } from '../catalogue.ts';

const record: Texts<'record'> = {
  title: 'Filmer maintenant',
  asking: 'En attente de la caméra',
  askingText:
    'Votre navigateur demande si cette page peut se servir de la caméra et du micro. Acceptez pour filmer.',
  troubles: {
    denied: {
      title: 'La caméra n’est pas autorisée ici',
      text: 'Cette page n’a pas accès à la caméra et au micro. Autorisez les deux pour ce site, par le signe à côté de l’adresse ou dans les réglages du système, puis réessayez.',
    },
    none: {
      title: 'Aucune caméra n’est branchée',
      text: 'Branchez une caméra ou allumez-la, puis réessayez. Vous pouvez aussi choisir un film que vous avez déjà.',
    },
    busy: {
      title: 'La caméra est déjà prise',
      text: 'Un autre programme ou un autre onglet se sert de la caméra ou du micro. Fermez-le, puis réessayez.',
    },
    failed: {
      title: 'La caméra ne démarre pas',
      text: 'Le navigateur n’a pas dit pourquoi. Réessayez, ou choisissez un film que vous avez déjà.',
    },
  },
  tryAgain: 'Réessayer',
  cancel: 'Annuler',
  preview: 'Ce que voit la caméra',
  start: 'Lancer la prise',
  stop: 'Couper',
  ready: 'Caméra prête',
  limit: (time) => `${time} au plus`,
  live: 'Ça tourne',
  left: (time) => `reste ${time}`,
  lastMinute: 'Il reste une minute.',
  silent: 'Aucun micro n’est branché : le film sera muet.',
  empty: 'Rien n’est venu de la caméra. Essayez encore.',
  takeName: 'votre prise',
  taken: (time) => `La prise dure ${time}.`,
  backToTake: 'Revenir à la prise',
  takeTitle: 'Votre prise',
  takeNote: 'Regardez-la avant de la garder.',
  discard: 'Jeter la prise',
  discardTitle: 'Jeter cette prise ?',
  discardText: 'Elle n’existe que sur cette page : elle sera perdue.',
  keepTake: 'La conserver',
  use: 'Garder cette prise',
  again: 'Refaire la prise',
  save: 'Enregistrer une copie',
  saveName: 'film tourné',
};
export default record;
