import { useSyncExternalStore } from 'react';
import { useTexts } from '../i18n/texts.tsx';
import { Banner } from '../ui/banner.tsx';

function subscribe(listener: () => void) {
  addEventListener('online', listener);
  addEventListener('offline', listener);
  return () => {
    removeEventListener('online', listener);
    removeEventListener('offline', listener);
  };
}

/** Whether the browser believes it has a connection. */
export function useOnline(): boolean {
  return useSyncExternalStore(subscribe, () => navigator.onLine);
}

/** A line at the top of every page while there is no connection. */
export function OfflineBanner() {
  const texts = useTexts('shell');
  return useOnline() ? null : <Banner>{texts.offline}</Banner>;
}
