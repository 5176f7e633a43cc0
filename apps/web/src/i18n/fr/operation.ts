import type { Texts } from '../catalogue.ts';

const operation: Texts<'operation'> = {
  title: 'Vidéos par IA',
  lead: 'Comment les prestataires ont travaillé ces 30 derniers jours, et le stockage qu’il faudra.',
  health: 'Prestataires',
  noHealth: 'Aucun prestataire n’est configuré, et aucun n’a été sollicité.',
  provider: 'Prestataire',
  notSetUp: (provider) => `${provider}, plus configuré`,
  asked: 'Demandées',
  completed: 'Créées',
  failed: 'En échec',
  open: 'En cours',
  oldestOpen: 'La plus ancienne, depuis le',
  median: 'Temps médian',
  none: '–',
  messages: 'Messages des prestataires',
  messagesNote:
    'Une vidéo compte ici quand elle s’est terminée chez le prestataire. « Avant notre question » : son message nous l’a appris ; sinon, nous l’avons su en demandant.',
  tells: 'Moyen',
  ways: {
    signed: 'Message signé',
    hint: 'Indice, puis relecture',
    nothing: 'Aucun message',
  },
  first: 'Avant notre question',
  late: 'Après',
  never: 'Jamais',
  lateBy: 'Retard médian',
  archive: 'Copies vers notre stockage',
  waiting: 'En cours',
  oldest: 'La plus ancienne attend depuis le',
  givenUp: 'Abandonnées',
  storage: 'Stockage à prévoir pour les vidéos par IA',
  storageHead: 'Stockage',
  when: 'Quand',
  now: 'maintenant',
  inDays: (days) => `dans ${days} jours`,
  reckoning: (makers, perMaker, size, month) =>
    `Membres qui en ont créé (${makers}) × vidéos de chacun par mois (${perMaker}) × taille moyenne (${size}) = ${month} par mois. Les suppressions ne sont pas déduites : c’est un maximum.`,
};
export default operation;
