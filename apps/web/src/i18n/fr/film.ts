import type { Texts } from '../catalogue.ts';

const film: Texts<'film'> = {
  title: 'Le film',
  lead: 'Il est contrôlé ici et reste dans ce navigateur jusqu’au paiement.',
  pick: 'Choisir un film',
  drop: 'ou déposez-le ici',
  record: 'Filmer maintenant',
  recorderLoading: 'Mise en place de la caméra',
  recorded: 'Film tourné ici',
  passes: (size, minutes) => `MP4, MOV ou WebM, jusqu’à ${size} et ${minutes} minutes.`,
  another: 'Choisir un autre film',
  again: 'Choisir à nouveau le film',
  stop: 'Arrêter',
  phases: {
    reading: 'Lecture du film',
    copying: 'Mise à l’abri dans ce navigateur',
    checking: 'Contrôle de la copie',
  },
  kept: 'Gardé dans ce navigateur',
  keptText:
    'Il reste ici malgré les rechargements et la page de paiement, jusqu’à ce que le stockage l’ait reçu et vérifié.',
  preview: 'Aperçu',
  noPreview: 'Ce navigateur ne sait pas lire le film, mais il est sain et peut être envoyé.',
  persistent:
    'Si le disque se remplit, ce navigateur peut l’effacer. Gardez l’original jusqu’à la publication.',
  facts: {
    name: 'Fichier',
    size: 'Taille',
    duration: 'Durée',
    picture: 'Image',
    pace: (count) => `${count} i/s`,
    sound: 'Son',
    noSound: 'aucun',
    container: 'Conteneur',
    hash: 'SHA-256',
    hashName: 'l’empreinte SHA-256',
  },
  containers: { mp4: 'MP4', mov: 'QuickTime', webm: 'WebM' },
  privacy: {
    title: 'Ce que le fichier dit du lieu et de l’appareil',
    none: 'Rien : le fichier ne nomme ni lieu ni appareil.',
    removed: 'Trouvé dans le fichier choisi et retiré de la copie, sans toucher à l’image ni au son :',
    left: 'Trouvé dans le film et laissé, comme vous l’avez voulu :',
    location: 'Lieu',
    device: 'Appareil',
    noText: 'données codées',
    keep: 'Laisser le lieu et l’appareil dans le film',
    keepHint: 'Sinon ils sont retirés avant le calcul de l’empreinte. Vaut pour le prochain film choisi.',
  },
  errors: {
    rules: {
      empty: () => 'Le fichier est vide. Choisissez un film.',
      too_large: (seen, passes) => `Le film pèse ${seen} ; la limite est de ${passes}.`,
      container: () =>
        'Ce n’est pas un film MP4, MOV ou WebM, quoi qu’en dise son nom. Exportez-le dans l’un de ces formats.',
      truncated: () =>
        'Le fichier s’arrête trop tôt : il manque une partie du film. Copiez-le ou exportez-le à nouveau.',
      no_video: () => 'Il contient du son mais pas d’image. Choisissez un film avec une image.',
      codec: () =>
        'Son image ou son son est codé d’une façon que les navigateurs ne lisent pas. Passent H.264, HEVC, VP8, VP9 ou AV1, avec AAC, Opus, MP3, Vorbis, FLAC ou PCM.',
      dimensions: (_seen, passes) =>
        `L’image est trop petite ou trop grande ; chaque côté peut compter ${passes} pixels.`,
      too_long: (seen, passes) => `Le film dure ${seen} ; la limite est de ${passes}.`,
      undecodable: () => 'L’image ne se décode pas : le film est abîmé. Exportez-le à nouveau.',
    },
    noRoom: (needed, free) =>
      free === null
        ? `Ce navigateur n’a pas la place pour le film (${needed}). Libérez de l’espace sur le disque et choisissez-le à nouveau.`
        : `Le film demande ${needed}, et ce navigateur a de la place pour ${free}. Libérez de l’espace sur le disque et choisissez-le à nouveau.`,
    storageUnavailable:
      'Ce navigateur ne garde rien pour nous, comme dans une fenêtre privée. Utilisez une fenêtre ordinaire.',
    storageStuck:
      'La réserve de films de ce navigateur ne répond pas. Fermez toutes ses fenêtres et rouvrez-le ; ce qu’il garde n’est pas perdu.',
    readFailed:
      'Le fichier ne se lit plus. A-t-il été déplacé, son disque débranché ? Choisissez-le à nouveau.',
    differentFilm:
      'Ce n’est pas le film qui a été payé : ses octets diffèrent. Choisissez le même fichier, ou remplacez le film.',
    notClean:
      'Le lieu et l’appareil n’ont pas pu être retirés de ce film. Exportez-le à nouveau, ou laissez-les.',
    unknown: 'Le film n’a pas pu être lu. Choisissez-le à nouveau.',
  },
  missing: {
    title: 'Le film n’est pas dans ce navigateur',
    text: (name) =>
      `Il a été choisi sur un autre appareil, ou les données de ce navigateur ont disparu. Choisissez à nouveau « ${name} » ; il n’est pris que s’il est identique, octet pour octet.`,
    draft: (name) =>
      `« ${name} » a été choisi sur un autre appareil, ou les données de ce navigateur ont disparu. Choisissez-le à nouveau, ou un autre.`,
    replace: 'Remplacer le film',
    replaceTitle: 'Remplacer le film payé ?',
    replaceText:
      'Un autre film prend sa place dans cette campagne. Ce qui a été envoyé de l’ancien est supprimé ; il n’y a rien de plus à payer.',
    keepIt: 'Le garder',
  },
  stuck: {
    title: 'La réserve de films de ce navigateur ne répond pas',
    text: 'Vos films ne sont pas perdus. Fermez toutes les fenêtres du navigateur, rouvrez-le et revenez à cette page.',
    retry: 'L’interroger à nouveau',
  },
  reasons: {
    offline: 'En attente de la connexion',
    network: 'Connexion coupée ; l’envoi reprend dans un instant',
    server_busy: 'Le serveur est occupé ; l’envoi reprend dans un instant',
    signed_out: 'Vous êtes déconnecté : connectez-vous pour continuer',
    not_found: 'La campagne n’existe plus',
    different_film: 'Le film dans ce navigateur est un autre',
    local_copy_gone: 'Le film n’est plus dans ce navigateur',
    part_refused: 'Une partie est refusée sans cesse : choisissez à nouveau le film',
    mismatch: 'Ce qui est arrivé n’était pas le film : l’envoi recommence',
    ended: 'Plus personne n’attend ce film',
    unknown: 'L’envoi s’est arrêté ; réessayez',
  },
};
export default film;
