import type { CampaignStage } from '@backlot/core';
import { useTexts } from '../i18n/texts.tsx';
import { Status, type StatusTone } from '../ui/status.tsx';

const tones: Record<CampaignStage, StatusTone> = {
  draft: 'waiting',
  to_pay: 'waiting',
  payment_failed: 'bad',
  payment_expired: 'bad',
  to_upload: 'running',
  verifying: 'running',
  in_review: 'running',
  changes_requested: 'bad',
  rejected: 'bad',
  publishing: 'running',
  published: 'good',
  refunded: 'calm',
  disputed: 'bad',
};

/** Where a campaign stands, in one lamp and a few words. */
export function Stage({ stage }: { stage: CampaignStage }) {
  const texts = useTexts('campaigns').stages;
  return <Status tone={tones[stage]}>{texts[stage]}</Status>;
}
