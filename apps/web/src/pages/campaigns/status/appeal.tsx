import { type FormEvent, useState } from 'react';
import { ApiError } from '../../../components/api-error.tsx';
import { Stack } from '../../../components/page.tsx';
import { useFormats, useTexts } from '../../../i18n/texts.tsx';
import { trpc } from '../../../trpc.ts';
import { Button } from '../../../ui/button.tsx';
import { TextArea } from '../../../ui/inputs.tsx';
import { toast } from '../../../ui/toast-store.ts';
import type { Campaign } from './status.tsx';

/** As the api's input. */
const appealMaxLength = 2000;

/** One appeal against a refusal, while it is open. */
export function Appeal({ campaign }: { campaign: Campaign }) {
  const texts = useTexts('campaign').rejected;
  const formats = useFormats();
  const utils = trpc.useUtils();
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const appeal = trpc.campaigns.appeal.useMutation({
    onSuccess() {
      toast(texts.sent);
      void utils.campaigns.get.invalidate({ campaignId: campaign.campaignId });
    },
  });
  if (!campaign.appealUntil) return <p>{texts.noAppeal}</p>;
  function submit(event: FormEvent) {
    event.preventDefault();
    if (text.trim() === '') return setProblem(texts.appealMissing);
    setProblem(null);
    appeal.mutate({ campaignId: campaign.campaignId, text });
  }
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <p>{texts.appealUntil(formats.date(campaign.appealUntil))}</p>
        <TextArea
          label={texts.appeal}
          hint={texts.appealHint}
          error={problem}
          limit={appealMaxLength}
          value={text}
          onChange={setText}
        />
        {appeal.isError ? <ApiError error={appeal.error} /> : null}
        <div>
          <Button type="submit" look="primary" busy={appeal.isPending}>
            {texts.send}
          </Button>
        </div>
      </Stack>
    </form>
  );
}
