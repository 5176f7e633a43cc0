import { ApiError } from '../../../components/api-error.tsx';
import { Row } from '../../../components/page.tsx';
import { QueryView } from '../../../components/query-view.tsx';
import { useFormats, useTexts } from '../../../i18n/texts.tsx';
import { trpc } from '../../../trpc.ts';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { Progress } from '../../../ui/progress.tsx';

/** A notice says when it is ready; this often it is asked all the same, for a stream that is cut. */
const askEveryMs = 5_000;

/** The copy of everything: asked for, being made, ready to be fetched. */
export function Export() {
  const texts = useTexts('settings').data;
  const formats = useFormats();
  const utils = trpc.useUtils();
  const newest = trpc.settings.export.useQuery(undefined, {
    refetchInterval: (query) => (query.state.data?.state === 'asked' ? askEveryMs : false),
  });
  const ask = trpc.settings.askExport.useMutation({
    onSuccess: (asked) => utils.settings.export.setData(undefined, asked),
  });
  const fetchIt = trpc.settings.fetchExport.useMutation({
    // Storage sends it as a file to be saved, so the page stays.
    onSuccess: ({ url }) => location.assign(url),
    onError: () => utils.settings.export.invalidate(),
  });
  const failed = ask.error ?? fetchIt.error;
  return (
    <Card>
      <h2>{texts.exportTitle}</h2>
      <p>{texts.exportText}</p>
      <QueryView query={newest} minHeight={44}>
        {(made) =>
          made?.state === 'asked' ? (
            <Progress label={texts.making} done={null} total={1} />
          ) : (
            <>
              {made?.expiresAt ? (
                <p>{texts.ready(formats.bytes(made.sizeBytes ?? 0), formats.dateTime(made.expiresAt))}</p>
              ) : null}
              <Row>
                {made ? (
                  <Button
                    look="primary"
                    busy={fetchIt.isPending}
                    onClick={() => fetchIt.mutate({ exportId: made.exportId })}
                  >
                    {texts.fetch}
                  </Button>
                ) : null}
                <Button look={made ? 'quiet' : 'primary'} busy={ask.isPending} onClick={() => ask.mutate()}>
                  {made ? texts.askAgain : texts.ask}
                </Button>
              </Row>
            </>
          )
        }
      </QueryView>
      {failed ? <ApiError error={failed} /> : null}
    </Card>
  );
}
