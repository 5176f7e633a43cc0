import { StrictMode, Suspense } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { currentPreferences } from './components/preferences.ts';
import { loadTexts } from './i18n/catalogue.ts';
import { pageAt } from './routes.tsx';

// The texts of the shell and the page at this address are fetched side by side, not one after the other.
void loadTexts(currentPreferences().language, 'shell');
pageAt(location.pathname)?.preload();

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
createRoot(root).render(
  <StrictMode>
    <Suspense>
      <App />
    </Suspense>
  </StrictMode>,
);
