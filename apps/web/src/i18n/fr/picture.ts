import type { Texts } from '../catalogue.ts';

const picture: Texts<'picture'> = {
  preparing: 'Préparation',
  sending: 'Envoi de la photo',
  checking: { avatar: 'Contrôle et mise au carré', seed: 'Contrôle' },
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
};
export default picture;
