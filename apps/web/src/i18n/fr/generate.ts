import type { Texts } from '../catalogue.ts';

const generate: Texts<'generate'> = {
  title: 'Nouvelle vidéo',
  lead: 'Dites ce que l’on doit voir. Un prestataire le crée, et nous le gardons pour vous.',
  prompt: 'Que doit-on voir ?',
  promptHint: 'Qui ou quoi, où, dans quelle lumière, et comment bouge la caméra.',
  tooShort: (least) => `Écrivez au moins ${least} caractères.`,
  tooLong: (provider, limit) => `${provider} prend ${limit} caractères au plus. Dites-le plus court.`,
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
          'Une ville pliée dans du papier blanc, éclairée par un soleil rasant. Un train de papier franchit un pont, vu d’en haut, image par image, aux ombres longues.',
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
    label: 'Une image de départ (facultatif)',
    hint: (limit) => `La vidéo part d’elle. JPEG, PNG ou WebP, jusqu’à ${limit}.`,
    choose: 'Choisir une image',
    another: 'En choisir une autre',
    remove: 'Sans image',
    chosen: 'L’image de départ',
    asBefore: 'La même image que la dernière fois',
    gone: 'L’image n’est plus là. Choisissez-la de nouveau, ou continuez sans image.',
  },
  cost: {
    title: 'Ce que cela demande',
    videos: 'Vidéos par IA ce mois-ci',
    videosValue: (limit, left) => `1 sur ${limit}, il en restera ${left}`,
    videosNone: (limit) => `1, or les ${limit} sont utilisées`,
    storage: 'Stockage',
    storageNone: (expected) => `environ ${expected}, or il ne reste rien`,
    storageValue: (expected, left) => `environ ${expected} sur les ${left} qui restent`,
    resets: 'Repart à zéro',
    plan: 'Formule',
    note: 'Si elle échoue, votre formule récupère la vidéo.',
  },
  full: {
    videos: 'Toutes les vidéos par IA de ce mois sont utilisées',
    videosText: (day) => `Les prochaines arrivent le ${day}.`,
    storage: 'Votre stockage est plein',
    storageText: 'Supprimez quelque chose, ou videz la corbeille, et il y aura de nouveau de la place.',
    lifted: (plan) => `${plan} lève la limite aussitôt.`,
    plans: 'Voir les formules',
    library: 'Aller à vos vidéos',
    bin: 'Aller à la corbeille',
    reason: 'Il ne reste plus de quoi la faire.',
  },
  none: {
    title: 'Aucun prestataire de vidéos',
    text: 'Dès que l’exploitant en aura configuré un, vous pourrez demander des vidéos ici.',
  },
  go: 'Créer la vidéo',
};
export default generate;
