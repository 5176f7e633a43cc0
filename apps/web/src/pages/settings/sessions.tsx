import { ApiError } from '../../components/api-error.tsx';
import { Stack } from '../../components/page.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { useFormats, useTexts } from '../../i18n/texts.tsx';
import { paths } from '../../paths.ts';
import { type RouterOutputs, trpc } from '../../trpc.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Table } from '../../ui/table.tsx';
import { toast } from '../../ui/toast-store.ts';
import { browserName } from './browser-name.ts';
import { SettingsFrame } from './frame.tsx';

type Session = RouterOutputs['settings']['sessions'][number];

/** The browsers in which the member is signed in, and a way out of each but this one. */
function Sessions() {
  const texts = useTexts('account').settings;
  const formats = useFormats();
  const utils = trpc.useUtils();
  const sessions = trpc.settings.sessions.useQuery();
  const revoke = trpc.settings.revokeSession.useMutation({
    onSuccess: () => toast(texts.revoked),
    onSettled: () => utils.settings.sessions.invalidate(),
  });
  function nameOf(session: Session): string {
    const known = browserName(session.userAgent);
    return known ? texts.on(known.browser, known.system) : texts.unknownBrowser;
  }
  return (
    <QueryView query={sessions} minHeight={120}>
      {(rows) => (
        <>
          <Table
            caption={texts.sessions}
            rows={rows}
            rowKey={(session) => session.id}
            columns={[
              { id: 'browser', head: texts.browser, cell: nameOf },
              { id: 'since', head: texts.since, cell: (session) => formats.date(session.createdAt) },
              {
                id: 'act',
                head: texts.revoke,
                numeric: true,
                cell: (session) =>
                  session.current ? (
                    texts.here
                  ) : (
                    <Button
                      size="small"
                      aria-label={texts.revokeThat(nameOf(session))}
                      busy={revoke.isPending && revoke.variables.id === session.id}
                      onClick={() => revoke.mutate({ id: session.id })}
                    >
                      {texts.revoke}
                    </Button>
                  ),
              },
            ]}
          />
          {revoke.isError ? <ApiError error={revoke.error} /> : null}
        </>
      )}
    </QueryView>
  );
}

function SessionsPage() {
  const texts = useTexts('account').settings;
  const signOut = trpc.auth.signOut.useMutation({
    // A whole load: nothing of a member stays in the memory of the page.
    onSuccess: () => location.assign(paths.home()),
  });
  return (
    <SettingsFrame title={texts.sessions}>
      {() => (
        <Card>
          <p>{texts.sessionsText}</p>
          <Stack gap={16}>
            <Sessions />
            {signOut.isError ? <ApiError error={signOut.error} /> : null}
            <div>
              <Button busy={signOut.isPending} onClick={() => signOut.mutate()}>
                {texts.signOut}
              </Button>
            </div>
          </Stack>
        </Card>
      )}
    </SettingsFrame>
  );
}

export default SessionsPage;
