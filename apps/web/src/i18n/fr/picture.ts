import type { Texts } from '../catalogue.ts';

const picture: Texts<'picture'> = {
  preparing: 'Préparation',
  sending: 'Envoi de l’image',
  checking: { avatar: 'Contrôle et recadrage en carré', seed: 'Contrôle' },
  cancel: 'Annuler',
  refusals: {
    too_large: (limit) => `Le fichier dépasse ${limit}. Choisissez-en un plus petit.`,
    image_type:
      'Ce n’est ni du JPEG, ni du PNG, ni du WebP, quoi qu’en dise le nom. Choisissez un autre fichier.',
    image_animated: 'L’image est animée. Choisissez une image fixe.',
    image_too_large: 'L’image a plus de 48 millions de pixels. Réduisez-la d’abord.',
    image_damaged: 'L’image est endommagée ou incomplète. Choisissez un autre fichier.',
    broken: 'L’image n’est pas arrivée telle qu’elle est partie. Réessayez.',
    replaced: 'Une autre image a été choisie entre-temps.',
  },
};
export default picture;
