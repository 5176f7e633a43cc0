import type { AroundNavHandler } from 'wouter';
import { pageAt } from './routes.tsx';

/** So long the page that is shown stays while the next one is fetched; then that one says itself that it is on its way. */
const patienceMs = 500;

let latest = 0;

/** Goes to a page when its code and texts are at hand, so that a quick line never shows an empty page in between. */
export const aroundNav: AroundNavHandler = (navigate, to, options) => {
  const turn = ++latest;
  const go = () => {
    if (turn === latest) navigate(to, options);
  };
  const patience = new Promise((done) => setTimeout(done, patienceMs));
  Promise.race([pageAt(new URL(to, location.href).pathname).preload(), patience]).then(go, go);
};
