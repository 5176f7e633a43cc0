import type { Texts } from '../catalogue.ts';

const errors: Texts<'errors'> = {
  BAD_INPUT: 'Une donnée envoyée n’est pas comme attendu. Vérifiez les champs et réessayez.',
  BAD_SIGNATURE: 'La signature ne correspond pas. Rien n’a été modifié.',
  ORIGIN_REFUSED: 'Cette demande ne vient pas de nos pages. Rechargez la page et réessayez.',
  NOT_SIGNED_IN: 'Vous êtes déconnecté. Connectez-vous pour reprendre où vous en étiez.',
  LINK_INVALID:
    'Ce lien a déjà servi, a plus de 15 minutes, ou a été demandé dans un autre navigateur. Demandez-en un nouveau ici.',
  GOOGLE_SIGN_IN_INVALID:
    'Cette connexion par Google a déjà servi, a plus de 15 minutes, ou a été commencée dans un autre navigateur. Recommencez ici.',
  GOOGLE_DENIED: 'Google n’a pas été autorisé à nous dire votre adresse ; personne n’est connecté.',
  EMAIL_NOT_VERIFIED:
    'Google n’a pas encore vérifié l’adresse de ce compte. Vérifiez-la chez Google, ou faites-vous envoyer un lien.',
  DELETION_PENDING: 'Ce compte va être effacé. Gardez-le, et reprenez où vous en étiez.',
  SUBSCRIPTION_RUNNING:
    'Un abonnement de ce compte court encore. Rechargez la page : elle vous demandera s’il prend fin avec le compte.',
  WRONG_SECRET: 'Le secret joint au message n’est pas le bon.',
  VIDEO_REFUSED: 'Le fournisseur ne fera pas cette vidéo. Formulez-la autrement.',
  ORIGINAL_GONE:
    'Le prestataire n’a plus cette vidéo ou ne répond pas. Réessayez plus tard, ou redemandez la vidéo.',
  VIDEO_PROVIDER_MISSING: 'Aucun fournisseur de vidéos n’est encore configuré ici.',
  NOT_FOUND: 'Il n’y a rien ici pour vous.',
  WRONG_STATE: 'La situation a changé entre-temps. La page montre maintenant où elle en est.',
  DRAFT_INCOMPLETE: 'Il manque encore quelque chose avant de pouvoir confirmer.',
  FILM_REFUSED: 'Le film enfreint une règle et n’a pas été pris.',
  DIFFERENT_FILM: 'Ce n’est pas le film qui a été payé.',
  PART_REFUSED: 'Une partie du film n’est pas arrivée intacte. Elle est renvoyée.',
  UPLOAD_INCOMPLETE: 'Des parties du film manquent encore. L’envoi continue.',
  CLAIM_LOST: 'Ce film est maintenant entre d’autres mains, ou vos 15 minutes sont écoulées.',
  USAGE_REFUSED: 'Cette consommation ne peut pas être comptée.',
  QUOTA_EXCEEDED: 'Cela dépasserait ce que contient votre formule.',
  QUOTA_EXCEEDED_WAY: 'Voir ma consommation',
  OWN_FILM: 'Ce film est le vôtre : c’est à une autre personne de décider.',
  TOO_LARGE: 'C’est trop volumineux pour être envoyé.',
  RATE_LIMITED: 'Beaucoup de demandes d’un coup. Attendez quelques secondes et réessayez.',
  RATE_LIMITED_FOR: 'Beaucoup de demandes d’un coup. Rien n’est perdu ; vous pourrez continuer dans {wait}.',
  PROVIDER_UNAVAILABLE:
    'Un service dont nous dépendons ne répond pas. Rien n’est perdu ; réessayez dans une minute.',
  DOWNLOAD_FAILED: 'Le fichier n’a pas pu être récupéré là où il se trouve. Réessayez plus tard.',
  OUT_OF_ORDER: 'Une étape préalable n’est pas encore arrivée. Réessayez dans un instant.',
  SUPERSEDED: 'Une lecture plus récente est en cours. Réessayez dans un instant.',
  INTERNAL: 'Quelque chose a lâché de notre côté. Rien n’est perdu ; réessayez.',
  UNREACHABLE: 'Notre serveur est injoignable. Vérifiez la connexion et réessayez.',
};
export default errors;
