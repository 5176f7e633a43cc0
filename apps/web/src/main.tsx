import { StrictMode, Suspense } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { currentPreferences } from './components/preferences.ts';
import { fetchMe } from './components/session.ts';
import { loadTexts } from './i18n/catalogue.ts';
import { pageAt } from './routes.tsx';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');

// All that the first picture needs is fetched side by side. React shows a page that has to wait in its middle at least
// 300 ms later, so it begins when code and texts are here; who is reading may be known a little later.
fetchMe();
const texts = loadTexts(currentPreferences().language, 'shell');
await Promise.allSettled([texts, pageAt(location.pathname).preload()]);

createRoot(root).render(
  <StrictMode>
    <Suspense>
      <App />
    </Suspense>
  </StrictMode>,
);

// What is done here is counted when the first picture stands and the browser has nothing else to do. A frame that was asked for may be
// idle before its picture is shown, so the picture itself is waited for.
const whenIdle = window.requestIdleCallback ?? ((run: () => void) => setTimeout(run, 1_000));
const startCounting = () =>
  whenIdle(() => void import('./activities.ts').then(({ startActivities }) => startActivities()));
if (PerformanceObserver.supportedEntryTypes.includes('paint'))
  new PerformanceObserver((pictures, observer) => {
    if (pictures.getEntriesByName('first-contentful-paint').length === 0) return;
    observer.disconnect();
    startCounting();
  }).observe({ type: 'paint', buffered: true });
else requestAnimationFrame(startCounting);
