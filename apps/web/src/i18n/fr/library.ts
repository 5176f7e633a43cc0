import type { Texts } from '../catalogue.ts';

const library: Texts<'library'> = {
  title: 'Studio',
  lead: 'Des vidéos nées de vos mots.',
  make: 'Nouvelle vidéo',
  shelves: {
    label: 'Étagères',
    all: 'Toutes',
    in_progress: 'En création',
    ready: 'Prêtes',
    failed: 'Échouées',
    bin: 'Corbeille',
  },
  more: 'En voir plus',
  mark: (title) => `Cocher « ${title} »`,
  marked: (count) => `${count} cochées`,
  markAll: 'Cocher tout ce qui est affiché',
  unmark: 'Tout décocher',
  toBin: 'Mettre à la corbeille',
  binned: (count) => (count === 1 ? 'Une vidéo est à la corbeille.' : `${count} vidéos sont à la corbeille.`),
  undo: 'Annuler',
  undone: 'Tout est revenu.',
  restore: 'Sortir de la corbeille',
  restored: (count) => (count === 1 ? 'Une vidéo est de retour.' : `${count} vidéos sont de retour.`),
  remove: 'Supprimer pour de bon',
  removeTitle: (count) =>
    count === 1 ? 'Supprimer cette vidéo pour de bon ?' : `Supprimer ces ${count} vidéos pour de bon ?`,
  removeText: (size) => `${size} se libèrent. C’est sans retour.`,
  removed: (count) => (count === 1 ? 'Une vidéo est supprimée.' : `${count} vidéos sont supprimées.`),
  keep: 'Les garder',
  emptyBin: 'Vider la corbeille',
  emptyTitle: 'Vider la corbeille ?',
  emptyText: (count, size) =>
    count === 1
      ? `Une vidéo est supprimée pour de bon ; ${size} se libèrent.`
      : `${count} vidéos sont supprimées pour de bon ; ${size} se libèrent.`,
  binNote: (days) =>
    `Ce qui est ici est supprimé pour de bon après ${days} jours, et occupe le stockage d’ici là.`,
  nothing: {
    all: {
      title: 'Pas encore de vidéo',
      text: 'Dites en une phrase ce que l’on doit voir, et faites-le créer.',
      action: 'Faire créer la première',
    },
    in_progress: {
      title: 'Rien n’est en création',
      text: 'Ce que vous demandez figure ici jusqu’à ce que ce soit prêt.',
    },
    ready: { title: 'Rien n’est encore prêt', text: 'Les vidéos stockées pour vous figurent ici.' },
    failed: { title: 'Rien n’a échoué', text: 'Ce qui n’a pu être créé ou stocké figurerait ici.' },
    bin: { title: 'La corbeille est vide', text: 'Ce que vous jetez attend ici quelques jours.' },
  },
};
export default library;
