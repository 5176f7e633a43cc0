import { lazy, type ReactNode } from 'react';
import { Redirect, useLocation } from 'wouter';
import { useTexts } from '../i18n/texts.tsx';
import { paths } from '../paths.ts';
import { Loading } from '../ui/loading.tsx';
import { type Me, useMe } from './session.ts';

/** Few see it, so it comes when it is needed. */
const ComeBack = lazy(() => import('./come-back.tsx'));

/** Sends visitors to sign in first, and then back to where they wanted to go; who asked to be erased is offered to stay first. */
export function MembersOnly({ children }: { children(me: Me): ReactNode }) {
  const me = useMe();
  const texts = useTexts('shell');
  const [address] = useLocation();
  if (me === undefined) return <Loading label={texts.loading} minHeight={480} />;
  if (me === null) return <Redirect to={paths.signIn(address + location.search)} replace />;
  if (me.eraseAt) return <ComeBack eraseAt={me.eraseAt} />;
  return children(me);
}
