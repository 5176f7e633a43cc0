import type { Texts } from '../catalogue.ts';

const settings: Texts<'settings'> = {
  nav: {
    label: 'Réglages',
    profile: 'Profil',
    sessions: 'Navigateurs',
    billing: 'Formule',
    usage: 'Consommation',
    quotas: 'Quotas de tous',
    revenue: 'Recettes',
    videos: 'Vidéos par IA',
    data: 'Vos données',
  },
  profile: {
    title: 'Profil',
    name: 'Nom',
    nameHint: 'Les autres le voient à côté de ce que vous publiez.',
    nameMissing: 'Écrivez un nom.',
    nameTooLong: (limit) => `${limit} caractères au plus.`,
    save: 'Enregistrer le nom',
    saved: 'Le nom est enregistré.',
    picture: 'Photo',
    pictureHint: (limit) =>
      `JPEG, PNG ou WebP, jusqu’à ${limit}. On en montre le milieu, sans ce qu’y ajoutent les appareils.`,
    choose: 'Choisir une photo',
    another: 'Choisir une autre photo',
    remove: 'Retirer la photo',
    removeTitle: 'Retirer votre photo ?',
    removeText: 'Elle est aussitôt effacée de notre stockage ; votre initiale prend sa place.',
    keep: 'La garder',
    removed: 'La photo est retirée.',
    shown: 'La nouvelle photo est en place.',
    current: 'Votre photo',
  },
  stats: {
    title: 'En bref',
    since: 'Membre depuis',
    campaigns: 'Campagnes',
    published: 'Films publiés',
    stored: 'Dans notre stockage',
  },
  data: {
    title: 'Vos données',
    exportTitle: 'Une copie de tout',
    exportText:
      'Tout ce qui est à vous ici dans un fichier ZIP : ce que nous savons de vous en JSON, vos films et votre photo. Nous vous écrivons quand il est prêt ; vous pouvez quitter cette page.',
    ask: 'Tout réunir',
    askAgain: 'En préparer un nouveau',
    making: 'Tout est en train d’être réuni',
    ready: (size, until) => `Prêt : ${size}, gardé jusqu’au ${until}.`,
    fetch: 'Récupérer le ZIP',
    eraseTitle: 'Effacer le compte',
    eraseText:
      'Vous êtes aussitôt déconnecté partout et vos films publiés sont retirés. Pendant 14 jours vous pouvez vous reconnecter et garder le compte tel qu’il était. Ensuite tout est effacé pour de bon ; seuls commandes, paiements et remboursements restent dans nos livres, sans votre nom ni votre adresse.',
    confirm: 'Pour confirmer, écrivez votre adresse',
    confirmHint: (email) => `C’est ${email}.`,
    confirmWrong: 'Écrivez exactement l’adresse de ce compte.',
    erase: 'Effacer le compte',
    eraseEndsPlan: (plan) =>
      `Votre formule ${plan} prend fin aussitôt. Plus rien n’est débité, et le reste de la période payée n’est pas remboursé.`,
    eraseAsk: 'Effacer ce compte ?',
    eraseLoss: (day) =>
      `Le ${day}, vos films, campagnes, brouillons et votre photo auront disparu pour de bon. D’ici là vous pouvez revenir.`,
    stay: 'Le garder',
  },
  comeBack: {
    title: 'Ce compte va être effacé',
    lead: (day) => `Le ${day}, tout ce qu’il contient sera effacé pour de bon.`,
    text: 'Gardez-le, et il est tel qu’il était : campagnes, films, ce qui était publié. Seule une formule en cours a pris fin. Ou laissez-le, il n’y a plus rien à faire.',
    keep: 'Garder le compte',
    leave: 'Se déconnecter',
    kept: 'Le compte est gardé.',
  },
};
export default settings;
