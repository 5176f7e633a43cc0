import type { Texts } from '../catalogue.ts';

const settings: Texts<'settings'> = {
  nav: { label: 'Réglages', profile: 'Profil', sessions: 'Navigateurs', data: 'Vos données' },
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
    preparing: 'Préparation',
    sending: 'Envoi de la photo',
    checking: 'Contrôle et mise au carré',
    cancel: 'Annuler',
    refusals: {
      too_large: (limit) => `Le fichier dépasse ${limit}. Choisissez-en un plus petit.`,
      image_type:
        'Ce n’est ni du JPEG, ni du PNG, ni du WebP, quoi qu’en dise le nom. Choisissez un autre fichier.',
      image_animated: 'La photo est animée. Choisissez une image fixe.',
      image_too_large: 'La photo a plus de 48 millions de pixels. Réduisez-la d’abord.',
      image_damaged: 'La photo est abîmée ou tronquée. Choisissez un autre fichier.',
      broken: 'La photo n’est pas arrivée telle qu’elle est partie. Réessayez.',
      replaced: 'Une autre photo a été choisie entre-temps.',
    },
  },
  stats: {
    title: 'En bref',
    since: 'Membre depuis',
    campaigns: 'Campagnes',
    published: 'Films publiés',
    stored: 'Dans notre stockage',
  },
};
export default settings;
