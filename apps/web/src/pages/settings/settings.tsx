import { ApiError } from '../../components/api-error.tsx';
import { DisplaySettings } from '../../components/display-settings.tsx';
import { MembersOnly } from '../../components/members-only.tsx';
import { Page, Stack } from '../../components/page.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import type { Me } from '../../components/session.ts';
import { useTexts } from '../../i18n/texts.tsx';
import { paths } from '../../paths.ts';
import { trpc } from '../../trpc.ts';
import { Button } from '../../ui/button.tsx';
import { Card, Facts } from '../../ui/card.tsx';
import { Sessions } from './sessions.tsx';

function Settings({ me }: { me: Me }) {
  const texts = useTexts('account').settings;
  const signOut = trpc.auth.signOut.useMutation({
    // A whole load: nothing of a member stays in the memory of the page.
    onSuccess: () => location.assign(paths.home()),
  });
  return (
    <Page width="form">
      <PageTitle>{texts.title}</PageTitle>
      <Stack>
        <Card>
          <h2>{texts.account}</h2>
          <Facts
            facts={[
              { name: texts.email, value: me.email },
              { name: texts.role, value: texts.roles[me.role] },
            ]}
          />
          {signOut.isError ? <ApiError error={signOut.error} /> : null}
          <div>
            <Button busy={signOut.isPending} onClick={() => signOut.mutate()}>
              {texts.signOut}
            </Button>
          </div>
        </Card>
        <Card>
          <Stack gap={8}>
            <h2>{texts.display}</h2>
            <p>{texts.displayText}</p>
          </Stack>
          <DisplaySettings />
        </Card>
        <Card>
          <Stack gap={8}>
            <h2>{texts.sessions}</h2>
            <p>{texts.sessionsText}</p>
          </Stack>
          <Sessions />
        </Card>
      </Stack>
    </Page>
  );
}

export default function SettingsPage() {
  return <MembersOnly>{(me) => <Settings me={me} />}</MembersOnly>;
}
