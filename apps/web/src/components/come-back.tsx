import { useFormats, useTexts } from '../i18n/texts.tsx';
import { paths } from '../paths.ts';
import { trpc } from '../trpc.ts';
import { Button } from '../ui/button.tsx';
import { toast } from '../ui/toast-store.ts';
import { ApiError } from './api-error.tsx';
import { Page, Row, Stack } from './page.tsx';
import { PageTitle } from './page-title.tsx';

/** In place of every page for members while the account waits to be erased. */
export default function ComeBack({ eraseAt }: { eraseAt: string }) {
  const texts = useTexts('settings').comeBack;
  const formats = useFormats();
  const utils = trpc.useUtils();
  const keep = trpc.auth.comeBack.useMutation({
    async onSuccess() {
      await utils.invalidate();
      toast(texts.kept);
    },
  });
  const signOut = trpc.auth.signOut.useMutation({ onSuccess: () => location.assign(paths.home()) });
  const failed = keep.error ?? signOut.error;
  return (
    <Page width="form">
      <PageTitle lead={texts.lead(formats.date(eraseAt))}>{texts.title}</PageTitle>
      <Stack>
        <p>{texts.text}</p>
        {failed ? <ApiError error={failed} /> : null}
        <Row>
          <Button look="primary" busy={keep.isPending} onClick={() => keep.mutate()}>
            {texts.keep}
          </Button>
          <Button busy={signOut.isPending} onClick={() => signOut.mutate()}>
            {texts.leave}
          </Button>
        </Row>
      </Stack>
    </Page>
  );
}
