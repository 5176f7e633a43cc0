import { useHistoryState } from 'wouter/use-browser-location';
import { LinkButton } from '../../components/link.tsx';
import { Page, Stack } from '../../components/page.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import { useTexts } from '../../i18n/texts.tsx';
import { paths } from '../../paths.ts';

/** Said after a link was sent. The address comes with the navigation, never in the page's own address. */
export default function SignInCheck() {
  const texts = useTexts('account').check;
  const state = useHistoryState<{ email?: string } | null>();
  return (
    <Page width="form">
      <PageTitle lead={state?.email ? texts.lead(state.email) : texts.leadWithout}>{texts.title}</PageTitle>
      <Stack>
        <p>{texts.text}</p>
        <div>
          <LinkButton href={paths.signIn()}>{texts.again}</LinkButton>
        </div>
      </Stack>
    </Page>
  );
}
