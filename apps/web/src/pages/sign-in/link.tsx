import { useLocation, useSearchParams } from 'wouter';
import { ApiError } from '../../components/api-error.tsx';
import { LinkButton } from '../../components/link.tsx';
import { Page, Row, Stack } from '../../components/page.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import { useTexts } from '../../i18n/texts.tsx';
import { paths, safeNext } from '../../paths.ts';
import { codeOf, trpc } from '../../trpc.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';

/** Where the link of the mail leads. Opening it changes nothing; the button does. */
export default function SignInLink() {
  const texts = useTexts('account').link;
  const utils = trpc.useUtils();
  const [, goTo] = useLocation();
  const [search] = useSearchParams();
  const token = search.get('token');
  const use = trpc.auth.useLink.useMutation({
    async onSuccess({ returnTo }) {
      await utils.invalidate();
      goTo(safeNext(returnTo), { replace: true });
    },
  });
  const spent = token === null || (use.isError && codeOf(use.error) === 'LINK_INVALID');
  return (
    <Page width="form">
      <PageTitle lead={texts.lead}>{texts.title}</PageTitle>
      <Stack>
        {token === null ? <Notice tone="warning">{texts.missing}</Notice> : null}
        {use.isError ? <ApiError error={use.error} /> : null}
        <Row>
          {spent ? (
            <LinkButton look="primary" href={paths.signIn()}>
              {texts.again}
            </LinkButton>
          ) : (
            <Button
              look="primary"
              busy={use.isPending || use.isSuccess}
              onClick={() => use.mutate({ token })}
            >
              {texts.confirm}
            </Button>
          )}
        </Row>
      </Stack>
    </Page>
  );
}
