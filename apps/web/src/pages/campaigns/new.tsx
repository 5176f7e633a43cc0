import { type CampaignKind, campaignKinds, campaignPrices } from '@backlot/core';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { ActionBar } from '../../components/action-bar.tsx';
import { ApiError } from '../../components/api-error.tsx';
import { Page, Stack } from '../../components/page.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import { useMe } from '../../components/session.ts';
import { useFormats, useTexts } from '../../i18n/texts.tsx';
import { paths } from '../../paths.ts';
import { codeOf, trpc } from '../../trpc.ts';
import { Button } from '../../ui/button.tsx';
import { RadioCards } from '../../ui/choices.tsx';

/** Kinds whose steps exist. */
const openKinds: readonly CampaignKind[] = ['individual'];

/** The choice of a kind, with its price; visitors see it too and sign in when they begin. */
export default function NewCampaign() {
  const texts = useTexts('campaigns');
  const formats = useFormats();
  const me = useMe();
  const utils = trpc.useUtils();
  const [, goTo] = useLocation();
  const [kind, setKind] = useState<CampaignKind>('individual');
  const start = trpc.campaigns.start.useMutation({
    onSuccess({ campaignId }) {
      void utils.campaigns.mine.invalidate();
      goTo(paths.editCampaign(campaignId, 'who'));
    },
    onError(error) {
      if (codeOf(error) === 'NOT_SIGNED_IN') goTo(paths.signIn(paths.newCampaign()));
    },
  });
  return (
    <Page width="form">
      <PageTitle lead={texts.create.lead}>{texts.create.title}</PageTitle>
      <Stack>
        <RadioCards<CampaignKind>
          label={texts.create.kind}
          value={kind}
          onChange={setKind}
          choices={campaignKinds.map((value) => {
            const open = openKinds.includes(value);
            const price = campaignPrices[value];
            return {
              value,
              title: texts.kinds[value].title,
              text: open ? texts.kinds[value].text : `${texts.kinds[value].text} ${texts.create.later}`,
              aside: formats.money(price.amountMinor, price.currency),
              disabled: !open,
            };
          })}
        />
        {start.isError ? <ApiError error={start.error} /> : null}
      </Stack>
      <ActionBar>
        <Button
          look="primary"
          busy={start.isPending}
          onClick={() => (me === null ? goTo(paths.signIn(paths.newCampaign())) : start.mutate({ kind }))}
        >
          {texts.create.go}
        </Button>
      </ActionBar>
    </Page>
  );
}
