import type { Texts } from '../catalogue.ts';

const library: Texts<'library'> = {
  title: 'Studio',
  lead: 'Des vidéos nées de vos mots.',
  make: 'Nouvelle vidéo',
  shelves: {
    label: 'Classement',
    all: 'Toutes',
    in_progress: 'En création',
    ready: 'Prêtes',
    failed: 'En échec',
    bin: 'Corbeille',
  },
  more: 'Afficher la suite',
  mark: (title) => `Cocher « ${title} »`,
  marked: (count) => (count === 1 ? '1 cochée' : `${count} cochées`),
  markAll: 'Cocher tout ce qui est affiché',
  unmark: 'Tout décocher',
  toBin: 'Mettre à la corbeille',
  binned: (count) =>
    count === 1 ? 'Une vidéo est dans la corbeille.' : `${count} vidéos sont dans la corbeille.`,
  undo: 'Annuler',
  restore: 'Restaurer',
  restored: (count) => (count === 1 ? 'Une vidéo est de retour.' : `${count} vidéos sont de retour.`),
  remove: 'Supprimer définitivement',
  removeTitle: (count) =>
    count === 1 ? 'Supprimer définitivement cette vidéo ?' : `Supprimer définitivement ces ${count} vidéos ?`,
  removeText: (size) => `Cela libère ${size}. Vous ne pourrez pas revenir en arrière.`,
  removed: (count) => (count === 1 ? 'Une vidéo est supprimée.' : `${count} vidéos sont supprimées.`),
  keep: 'Ne rien supprimer',
  emptyBin: 'Vider la corbeille',
  emptyTitle: 'Vider la corbeille ?',
  emptyText: (count, size) =>
    count === 1
      ? `Une vidéo sera supprimée définitivement, ce qui libère ${size}.`
      : `${count} vidéos seront supprimées définitivement, ce qui libère ${size}.`,
  binNote: (days) =>
    `Ce qui est ici est supprimé définitivement au bout de ${days} jours, et compte dans votre stockage d’ici là.`,
  nothing: {
    all: {
      title: 'Pas encore de vidéo',
      text: 'Décrivez en une phrase ce que l’on doit voir.',
      action: 'Créer la première',
    },
    in_progress: {
      title: 'Aucune vidéo en création',
      text: 'Ce que vous demandez figure ici jusqu’à ce que ce soit prêt.',
    },
    ready: { title: 'Aucune vidéo prête', text: 'Les vidéos stockées pour vous figurent ici.' },
    failed: { title: 'Aucun échec', text: 'Ce qui n’aura pas pu être créé ou stocké figurera ici.' },
    bin: { title: 'La corbeille est vide', text: 'Ce que vous jetez attend ici quelques jours.' },
  },
};
export default library;
