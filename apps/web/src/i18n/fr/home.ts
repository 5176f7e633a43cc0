import type { Texts } from '../catalogue.ts';

const home: Texts<'home'> = {
  title: 'Rien ne quitte ce navigateur avant d’être payé',
  lead: 'Backlot, ce sont des campagnes de films payantes. Vous choisissez un film, vous le relisez, vous payez. Alors seulement il part au stockage, passe la modération et reçoit sa propre page.',
  start: 'Lancer une campagne',
  price: (price) => `${price} pour une personne, en une fois`,
  road: 'Le parcours',
  steps: [
    ['Choisir', 'Le film est contrôlé et son empreinte calculée ici. Il reste dans ce navigateur.'],
    ['Payer', 'Un paiement refusé ou abandonné ne coûte rien, et pas un octet n’est stocké.'],
    ['Envoyer', 'Il part maintenant, morceau par morceau. Mettez en pause, fermez, revenez.'],
    ['Publier', 'Une personne le regarde. Approuvé, il passe sur sa propre page.'],
  ],
  showing: 'À l’affiche',
  by: (name) => `de ${name}`,
  nothing: {
    title: 'Rien à l’affiche pour l’instant',
    text: 'Le premier film qui passera la modération aura l’écran pour lui seul.',
  },
};
export default home;
