import type { Texts } from '../catalogue.ts';

const watch: Texts<'watch'> = {
  by: (name) => `de ${name}`,
  published: (date) => `Publié le ${date}`,
  brief: 'Brief',
  share: 'Copier l’adresse',
  shared: 'L’adresse est copiée.',
  start: 'Lancer votre propre campagne',
};
export default watch;
