import type { VideoStage } from '@backlot/core';
import { useFormats, useTexts } from '../i18n/texts.tsx';
import type { RouterOutputs } from '../trpc.ts';
import { Status, type StatusTone } from '../ui/status.tsx';

export type Video = RouterOutputs['videos']['get'];

const tones: Record<VideoStage, StatusTone> = {
  accepted: 'waiting',
  generating: 'running',
  cancelled: 'calm',
  failed: 'bad',
  storing: 'running',
  not_stored: 'bad',
  stored: 'good',
  binned: 'calm',
  deleted: 'calm',
};

const moving: readonly VideoStage[] = ['accepted', 'generating', 'storing'];

/** It goes on without the person. */
export const movesOn = ({ stage }: Pick<Video, 'stage'>): boolean => moving.includes(stage);

/** Where a video is, in one lamp and a few words. */
export function VideoStageLamp({ video }: { video: Pick<Video, 'stage' | 'copy'> }) {
  const texts = useTexts('studio');
  const formats = useFormats();
  const { percent } = video.copy;
  const word =
    video.stage === 'storing' && percent !== null
      ? `${texts.stages.storing} ${formats.percent(percent / 100)}`
      : texts.stages[video.stage];
  return <Status tone={tones[video.stage]}>{word}</Status>;
}
