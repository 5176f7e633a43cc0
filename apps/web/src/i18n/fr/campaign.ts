import type { Texts } from '../catalogue.ts';

const campaign: Texts<'campaign'> = {
  back: 'Campagnes',
  road: 'Où elle en est',
  marks: { paid: 'Paiement', sent: 'Envoi', verified: 'Contrôle', reviewed: 'Examen', public: 'Page' },
  paymentComing: {
    title: 'Le paiement est en cours de confirmation',
    text: 'Cette page avance d’elle-même dès que le prestataire de paiement nous prévient. Certains moyens de paiement prennent des jours ; vous pouvez fermer la page. Rien n’est envoyé avant.',
  },
  toPay: {
    title: 'En attente du paiement',
    text: 'Le film est gardé dans ce navigateur. Allez à la page de paiement quand vous voulez.',
    action: 'Aller à la page de paiement',
  },
  left: {
    title: 'Vous avez quitté la page de paiement',
    text: 'Rien n’a été débité, rien n’a été envoyé. Le film est toujours là.',
  },
  failed: {
    title: 'Le paiement a été refusé',
    text: 'Rien n’a été débité. Réessayez avec une autre carte ou un autre moyen ; le film n’est pas à choisir de nouveau.',
    action: 'Réessayer de payer',
  },
  expired: {
    title: 'La page de paiement a expiré',
    text: 'Rien n’a été débité. Ouvrez-en une nouvelle ; le film n’est pas à choisir de nouveau.',
    action: 'Ouvrir une nouvelle page de paiement',
  },
  uploading: {
    title: 'Le film est en route vers le stockage',
    text: 'Vous pouvez aller sur d’autres pages ; le panneau vous suit. Fermer cet onglet met l’envoi en pause.',
    begins: 'L’envoi commence dans un instant.',
  },
  verifying: {
    title: 'Chaque octet est vérifié',
    text: 'Taille, empreinte SHA-256 du film entier, conteneur et durée. D’ici là, ce navigateur garde sa copie.',
  },
  refusal: {
    size: 'Ce qui est arrivé n’avait pas la taille promise. L’envoi recommence.',
    sha256: 'Ce qui est arrivé n’avait pas l’empreinte SHA-256 promise. L’envoi recommence.',
    container: 'Ce qui est arrivé n’était pas dans le conteneur promis. L’envoi recommence.',
    duration: 'Ce qui est arrivé n’avait pas la durée promise. L’envoi recommence.',
    missing: 'Des parties manquaient dans le stockage. L’envoi recommence.',
  },
  review: {
    title: 'À la modération',
    text: 'Le film est stocké et vérifié ; la copie de ce navigateur est supprimée. Une personne le regarde.',
  },
  changes: {
    title: 'La modération demande une modification',
    text: 'Apportez un nouveau film. Il n’y a rien de plus à payer.',
    action: 'Apporter un nouveau film',
  },
  rejected: {
    title: 'Le film a été refusé',
    text: 'Le motif donné figure ci-dessous.',
    appealUntil: (date) =>
      `Vous pouvez faire appel une fois, jusqu’au ${date}. Une autre personne regardera.`,
    noAppeal: 'Il n’y a plus d’appel possible.',
    appeal: 'Votre appel',
    appealHint: 'Que doit savoir la personne qui regardera à nouveau ?',
    send: 'Faire appel',
    appealMissing: 'Écrivez pourquoi le film mérite un second regard.',
    sent: 'Votre appel est à la modération.',
  },
  reason: 'Motif',
  publishing: {
    title: 'Approuvé',
    text: 'Le film est en train d’être mis en place. Sa page ouvre dans un instant.',
  },
  published: {
    title: 'Publié',
    text: 'Le film a sa propre page. Quiconque a l’adresse peut le regarder.',
    action: 'Ouvrir la page',
  },
  refundComing: {
    title: 'L’argent est sur le chemin du retour',
    text: 'La campagne est arrêtée. Le remboursement est chez le prestataire de paiement.',
  },
  refunded: {
    title: 'Remboursée',
    text: (amount) =>
      `${amount} sont repartis vers la carte. Quelques jours peuvent passer avant de les y voir.`,
  },
  disputed: {
    title: 'Le paiement est contesté',
    text: 'Votre banque l’a réclamé. La campagne attend que ce soit réglé.',
  },
  facts: {
    title: 'Ce qui a été confirmé',
    price: 'Prix',
    film: 'Film',
    size: 'Taille',
    duration: 'Durée',
    hash: 'SHA-256',
    hashName: 'l’empreinte SHA-256',
    by: 'De',
    wanted: 'Réponses souhaitées',
    completionPrice: 'Prix d’une réponse',
    free: 'gratuit',
    refunded: 'Remboursé',
  },
  refund: {
    action: 'Reprendre l’argent',
    title: 'Reprendre l’argent et mettre fin à cette campagne ?',
    text: (price) =>
      `${price} repartent vers la carte et la campagne s’arrête. Le film n’est pas envoyé. C’est sans retour.`,
    confirm: 'Arrêter et rembourser',
    keep: 'Garder la campagne',
    note: 'Tant que l’envoi n’a pas commencé, la somme entière peut être rendue.',
  },
};
export default campaign;
