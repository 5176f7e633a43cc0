import { isFilmRefusal } from '@backlot/core';
import { FilmLookup } from '../../../components/film/film-lookup.tsx';
import { useKeptFilm } from '../../../components/kept-films.ts';
import { Stack } from '../../../components/page.tsx';
import { trayItem } from '../../../components/tray-item.ts';
import { runningUploads, useUploadLines } from '../../../components/uploads.ts';
import { useTexts } from '../../../i18n/texts.tsx';
import { trpc } from '../../../trpc.ts';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { ByteFigures, Progress } from '../../../ui/progress.tsx';
import { MissingFilm } from './new-film.tsx';
import type { Campaign } from './status.tsx';

/** A paid film on its way: how far it is, and what to do when this browser does not have it. */
export function Uploading({ campaign }: { campaign: Campaign }) {
  const texts = useTexts('campaign');
  const kept = useKeptFilm(campaign.campaignId);
  const line = useUploadLines().find((one) => one.campaignId === campaign.campaignId);
  const assetId = campaign.film?.assetId ?? '';
  const upload = trpc.uploads.get.useQuery({ assetId }, { enabled: assetId !== '', retry: false });
  const refusal = upload.data?.lastRefusal;
  const different = kept && campaign.film && kept.sha256 !== campaign.film.sha256;
  return (
    <Stack>
      {refusal && isFilmRefusal(refusal) ? <Notice tone="warning">{texts.refusal[refusal]}</Notice> : null}
      {!line && kept === undefined ? <FilmLookup /> : null}
      {line ? <UploadCard line={line} /> : null}
      {!line && kept === null && campaign.film ? (
        <MissingFilm campaign={campaign} film={campaign.film} />
      ) : null}
      {!line && different && campaign.film ? <MissingFilm campaign={campaign} film={campaign.film} /> : null}
      {!line && kept && !different ? (
        <Notice title={texts.uploading.title}>{texts.uploading.begins}</Notice>
      ) : null}
    </Stack>
  );
}

function UploadCard({ line }: { line: ReturnType<typeof useUploadLines>[number] }) {
  const texts = useTexts('campaign').uploading;
  const tray = useTexts('ui').tray;
  const { reasons } = useTexts('film');
  const item = trayItem(line, reasons);
  const moving = ['waiting', 'uploading', 'offline'].includes(item.state);
  const stopped = item.state === 'paused' || item.state === 'failed';
  return (
    <Card>
      <h2>{texts.title}</h2>
      <Progress
        label={item.problem ?? tray.states[item.state]}
        done={item.doneBytes}
        total={item.totalBytes}
        figures={
          <ByteFigures
            doneBytes={item.doneBytes}
            totalBytes={item.totalBytes}
            bytesPerSecond={item.state === 'uploading' ? item.bytesPerSecond : null}
          />
        }
      />
      <p>{texts.text}</p>
      <div>
        {moving ? <Button onClick={() => runningUploads()?.pause(item.id)}>{tray.pause}</Button> : null}
        {stopped ? (
          <Button look="primary" onClick={() => runningUploads()?.resume(item.id)}>
            {item.state === 'paused' ? tray.resume : tray.retry}
          </Button>
        ) : null}
      </div>
    </Card>
  );
}
