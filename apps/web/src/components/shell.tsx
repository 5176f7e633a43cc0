import { lazy, type ReactNode, Suspense } from 'react';
import { useLocation } from 'wouter';
import { useTexts } from '../i18n/texts.tsx';
import { Loading } from '../ui/loading.tsx';
import { SkipLink } from '../ui/skip-link.tsx';
import { useToasts } from '../ui/toast-store.ts';
import { announcerId } from './announcer.ts';
import { ErrorBoundary } from './error-boundary.tsx';
import { Header, type Viewer } from './header.tsx';
import { Mark } from './mark.tsx';
import { OfflineBanner } from './offline.tsx';
import styles from './shell.module.css';

/** Few visits see one, so its looks come when the first is raised; the region that is read out is there from the start. */
const ToastList = lazy(() => import('../ui/toast.tsx'));

function Toasts() {
  const texts = useTexts('shell');
  const lines = useToasts();
  return (
    <section aria-label={texts.messages} aria-live="polite" className={styles.toasts}>
      {lines.length > 0 ? (
        <Suspense>
          <ToastList lines={lines} closeLabel={texts.close} />
        </Suspense>
      ) : null}
    </section>
  );
}

/** The frame around every page. `tray` is shown on all of them while films are on their way. */
export function Shell(props: {
  viewer: Viewer | null | undefined;
  onSignOut(): void;
  tray: ReactNode;
  children: ReactNode;
}) {
  const texts = useTexts('shell');
  const [address] = useLocation();
  return (
    <>
      <SkipLink target="content">{texts.skip}</SkipLink>
      <Header viewer={props.viewer} onSignOut={props.onSignOut} />
      <OfflineBanner />
      <main id="content" tabIndex={-1} className={styles.main}>
        <ErrorBoundary address={address}>
          <Suspense fallback={<Loading label={texts.loading} minHeight={480} />}>{props.children}</Suspense>
        </ErrorBoundary>
      </main>
      <footer className={styles.footer}>
        <div className="page">
          <Mark size={20} />
          <p>{texts.footer}</p>
        </div>
      </footer>
      <div className={styles.tray}>{props.tray}</div>
      <Toasts />
      <div id={announcerId} className="visually-hidden" aria-live="polite" />
    </>
  );
}
