import { type FormEvent, useRef, useState } from 'react';
import { Redirect, useLocation, useSearchParams } from 'wouter';
import { useErrorText } from '../../components/api-error.tsx';
import { Page, Stack } from '../../components/page.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import { useMe } from '../../components/session.ts';
import { useLanguage, useTexts } from '../../i18n/texts.tsx';
import { paths, safeNext } from '../../paths.ts';
import { codeOf, trpc } from '../../trpc.ts';
import { Button } from '../../ui/button.tsx';
import { TextInput } from '../../ui/inputs.tsx';
import { Notice } from '../../ui/notice.tsx';
import { GoogleWay } from './google-way.tsx';
import { useReturnedProblem } from './returned-problem.ts';

/** Asks for an address and sends a link there. */
export default function SignIn() {
  const texts = useTexts('account').signIn;
  const errorText = useErrorText();
  const language = useLanguage();
  const me = useMe();
  const [, goTo] = useLocation();
  const [search] = useSearchParams();
  const next = search.get('next');
  const returnTo = next ? safeNext(next) : paths.campaigns();
  const returned = useReturnedProblem();
  const [email, setEmail] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const form = useRef<HTMLFormElement>(null);
  const ask = trpc.auth.askLink.useMutation({
    onSuccess: () => goTo(paths.signInCheck(), { state: { email } }),
    onError(error) {
      if (codeOf(error) === 'BAD_INPUT') refuse(texts.emailWrong);
    },
  });

  function refuse(why: string) {
    setProblem(why);
    form.current?.querySelector('input')?.focus();
  }
  function submit(event: FormEvent) {
    event.preventDefault();
    if (ask.isPending) return;
    const address = email.trim();
    if (address === '') return refuse(texts.emailMissing);
    setProblem(null);
    ask.mutate({ email: address, language, returnTo });
  }

  if (me) return <Redirect to={returnTo} replace />;
  return (
    <Page width="form">
      <PageTitle lead={texts.lead}>{texts.title}</PageTitle>
      <Stack>
        {returned ? (
          <Notice tone="bad" urgent>
            {returned}
          </Notice>
        ) : null}
        <form ref={form} onSubmit={submit} noValidate>
          <Stack>
            <TextInput
              label={texts.email}
              hint={texts.emailHint}
              error={problem}
              type="email"
              name="email"
              autoComplete="email"
              inputMode="email"
              autoCapitalize="off"
              spellCheck={false}
              value={email}
              onChange={setEmail}
            />
            {ask.isError && codeOf(ask.error) !== 'BAD_INPUT' ? (
              <Notice tone="bad" urgent>
                {errorText(ask.error)}
              </Notice>
            ) : null}
            <div>
              <Button type="submit" look="primary" busy={ask.isPending}>
                {texts.send}
              </Button>
            </div>
          </Stack>
        </form>
        <GoogleWay returnTo={returnTo} />
      </Stack>
    </Page>
  );
}
