import type { Texts } from '../catalogue.ts';

const generate: Texts<'generate'> = {
  title: 'Nouvelle vidéo',
  lead: 'Décrivez ce que l’on doit voir. Un prestataire crée la vidéo, et nous la gardons pour vous.',
  prompt: 'Que doit-on voir ?',
  promptHint: 'Qui ou quoi, où, dans quelle lumière, et comment bouge la caméra.',
  tooShort: (least) => `Écrivez au moins ${least} caractères.`,
  tooLong: (provider, limit) => `${provider} accepte ${limit} caractères au plus. Raccourcissez votre texte.`,
  examples: {
    label: 'Ou partez d’un exemple',
    list: [
      {
        title: 'Héron dans la brume',
        prompt:
          'Un héron cendré se tient dans l’eau basse, à l’aube, sous la brume du fleuve. Lent travelling avant au téléobjectif, contre-jour doux, l’eau à peine ridée.',
      },
      {
        title: 'Cuisine de nuit',
        prompt:
          'La cuisine d’un petit restaurant passé minuit, une seule lampe au-dessus du fourneau, la vapeur d’une marmite. Caméra à l’épaule le long des étagères, arrêt sur la flamme.',
      },
      {
        title: 'Ville de papier',
        prompt:
          'Une ville pliée dans du papier blanc, éclairée par un soleil rasant. Un train de papier franchit un pont, vu d’en haut, animé image par image, ombres longues.',
      },
      {
        title: 'Dernier tram',
        prompt:
          'Le dernier tram quitte un arrêt désert sous la pluie, ses feux se reflètent sur la chaussée. Plan large fixe, nuit bleue et fenêtres chaudes.',
      },
    ],
    takeBack: 'Reprendre mes propres mots',
  },
  duration: 'Durée',
  shape: 'Format',
  provider: 'Prestataire',
  seed: {
    label: 'Image de départ (facultative)',
    hint: (limit) => `La vidéo commence par elle. JPEG, PNG ou WebP, ${limit} au plus.`,
    choose: 'Choisir une image',
    another: 'En choisir une autre',
    remove: 'Retirer l’image',
    chosen: 'L’image de départ',
    asBefore: 'La même image que la dernière fois',
    gone: 'L’image n’est plus là. Choisissez-la de nouveau, ou continuez sans image.',
  },
  cost: {
    title: 'Ce que cela consomme',
    videos: 'Vidéos par IA ce mois-ci',
    videosValue: (limit, left) => `1 sur ${limit}, il en restera ${left}`,
    videosNone: (limit) => `1, mais les ${limit} sont déjà utilisées`,
    storage: 'Stockage',
    storageNone: (expected) => `environ ${expected}, mais il n’y a plus de place`,
    storageValue: (expected, left) => `environ ${expected} sur les ${left} qui restent`,
    resets: 'Remise à zéro',
    plan: 'Formule',
    note: 'Si la création échoue, rien n’est décompté.',
  },
  full: {
    videos: 'Toutes les vidéos par IA de ce mois sont utilisées',
    videosText: (day) => `Vous en aurez de nouveau le ${day}.`,
    storage: 'Votre stockage est plein',
    storageText: 'Supprimez des vidéos et videz la corbeille pour faire de la place.',
    lifted: (plan) => `La formule ${plan} lève la limite aussitôt.`,
    plans: 'Voir les formules',
    library: 'Aller à vos vidéos',
    bin: 'Aller à la corbeille',
    reason: 'Votre formule n’a plus de quoi la créer.',
  },
  none: {
    title: 'Aucun prestataire de vidéos',
    text: 'Dès que l’exploitant en aura configuré un, vous pourrez demander des vidéos ici.',
  },
  go: 'Créer la vidéo',
};
export default generate;
