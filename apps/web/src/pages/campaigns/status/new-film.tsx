import { useState } from 'react';
import { ApiError } from '../../../components/api-error.tsx';
import { FilmPicker } from '../../../components/film/film-picker.tsx';
import { Stack } from '../../../components/page.tsx';
import { runningUploads } from '../../../components/uploads.ts';
import { filmPromiseOf, type KeptFilm } from '../../../film/index.ts';
import { useTexts } from '../../../i18n/texts.tsx';
import { trpc } from '../../../trpc.ts';
import { Button } from '../../../ui/button.tsx';
import { ConfirmLoss } from '../../../ui/dialog.tsx';
import { Notice } from '../../../ui/notice.tsx';
import type { Campaign } from './status.tsx';

/** Picks another film and puts it in the place of the one that was promised. */
export function NewFilm({ campaign }: { campaign: Campaign }) {
  const { campaignId } = campaign;
  const texts = useTexts('campaign').changes;
  const utils = trpc.useUtils();
  const replace = trpc.campaigns.replaceFilm.useMutation({
    async onSuccess() {
      await utils.campaigns.get.invalidate({ campaignId });
      runningUploads()?.nudge(campaignId);
    },
  });
  const bring = (film: KeptFilm) => replace.mutate({ campaignId, film: filmPromiseOf(film) });
  return (
    <Stack gap={12}>
      <FilmPicker campaignId={campaignId} label={texts.action} onKept={bring} />
      {replace.isError ? <ApiError error={replace.error} /> : null}
    </Stack>
  );
}

/** The paid film is not in this browser: the same again, or, if the person wants, another in its place. */
export function MissingFilm({ campaign, film }: { campaign: Campaign; film: NonNullable<Campaign['film']> }) {
  const texts = useTexts('film');
  const [asking, setAsking] = useState(false);
  const [replacing, setReplacing] = useState(false);
  if (replacing) return <NewFilm campaign={campaign} />;
  return (
    <Stack>
      <Notice tone="warning" title={texts.missing.title}>
        {texts.missing.text(film.originalName)}
      </Notice>
      <FilmPicker
        campaignId={campaign.campaignId}
        label={texts.again}
        expected={{ sha256: film.sha256, sizeBytes: film.sizeBytes }}
        onKept={() => runningUploads()?.nudge(campaign.campaignId)}
      />
      {film.replaceable ? (
        <div>
          <Button onClick={() => setAsking(true)}>{texts.missing.replace}</Button>
        </div>
      ) : null}
      <ConfirmLoss
        open={asking}
        title={texts.missing.replaceTitle}
        text={texts.missing.replaceText}
        confirm={texts.missing.replace}
        cancel={texts.missing.keepIt}
        onConfirm={() => {
          setAsking(false);
          setReplacing(true);
        }}
        onCancel={() => setAsking(false)}
      />
    </Stack>
  );
}
