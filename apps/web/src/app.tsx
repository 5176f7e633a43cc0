import { QueryClientProvider } from '@tanstack/react-query';
import { lazy, Suspense, useDeferredValue } from 'react';
import { Route, Router, Switch } from 'wouter';
import { aroundNav } from './around-nav.ts';
import { usePreferences } from './components/preferences.ts';
import { useMe } from './components/session.ts';
import { Shell } from './components/shell.tsx';
import { Speak } from './i18n/texts.tsx';
import { paths } from './paths.ts';
import { notFound, routes } from './routes.tsx';
import { queryClient, trpc, trpcClient } from './trpc.ts';

/** What only members need is a chunk of its own: notices, the film engine, the tray. */
const MemberBackground = lazy(() => import('./components/member-background.tsx'));

function Pages() {
  const me = useMe();
  const signOut = trpc.auth.signOut.useMutation({
    // A whole load: nothing of a member stays in the memory of the page.
    onSettled: () => location.assign(paths.home()),
  });
  return (
    <Shell
      viewer={
        me && {
          name: me.displayName,
          email: me.email,
          avatarUrl: me.avatarUrl,
          moderator: me.role !== 'member',
        }
      }
      onSignOut={() => signOut.mutate()}
      tray={
        me && !me.eraseAt ? (
          <Suspense>
            <MemberBackground key={me.memberId} />
          </Suspense>
        ) : null
      }
    >
      <Switch>
        {routes.map((route) => (
          <Route key={route.pattern} path={route.pattern} component={route.Component} />
        ))}
        <Route component={notFound.Component} />
      </Switch>
    </Shell>
  );
}

export function App() {
  // Deferred: the page stays as it is until the texts of the new language are here.
  const language = useDeferredValue(usePreferences().language);
  return (
    <trpc.Provider client={trpcClient} queryClient={queryClient}>
      <QueryClientProvider client={queryClient}>
        <Speak language={language}>
          <Router aroundNav={aroundNav}>
            <Pages />
          </Router>
        </Speak>
      </QueryClientProvider>
    </trpc.Provider>
  );
}
