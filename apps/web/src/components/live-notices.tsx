import type { QuotaName } from '@backlot/core';
import { useEffect } from 'react';
import { loadTexts } from '../i18n/catalogue.ts';
import { codeOf, trpc } from '../trpc.ts';
import { toast } from '../ui/toast-store.ts';
import { currentPreferences } from './preferences.ts';
import { setStreamUp } from './stream-state.ts';
import { runningUploads } from './uploads.ts';
import { showCopied } from './video-bytes.ts';

/** Its words come when they are needed: few are ever told. */
async function sayQuota(quota: QuotaName, percent: number) {
  const texts = await loadTexts(currentPreferences().language, 'usage');
  toast(texts.toast(texts.quotas[quota], percent), 'bad');
}

/** So long after a refusal the stream is asked for again. */
const againMs = 15_000;

/**
 * Hears what changed for this member and asks again for what is shown of it. A notice says what changed, never how it
 * stands. After a cut the stream goes on where it was; `connected` means that it could not, so everything is asked anew.
 */
export function LiveNotices() {
  const utils = trpc.useUtils();
  const stream = trpc.notices.stream.useSubscription(undefined, {
    // Refused, not cut: cuts are mended underneath. A page that asked for too much is let in again soon.
    onError(error) {
      if (codeOf(error) !== 'NOT_SIGNED_IN') setTimeout(() => stream.reset(), againMs);
    },
    onData({ data: notice }) {
      switch (notice.kind) {
        case 'connected':
          void utils.campaigns.invalidate();
          void utils.billing.invalidate();
          void utils.moderation.invalidate();
          void utils.videos.invalidate();
          runningUploads()?.nudge();
          return;
        case 'campaign_changed':
          void utils.campaigns.get.invalidate({ campaignId: notice.campaignId });
          void utils.campaigns.mine.invalidate();
          runningUploads()?.nudge(notice.campaignId);
          return;
        case 'upload_changed':
          void utils.uploads.get.invalidate({ assetId: notice.assetId });
          if (notice.campaignId === null) return;
          runningUploads()?.nudge(notice.campaignId);
          void utils.campaigns.get.invalidate({ campaignId: notice.campaignId });
          return;
        case 'profile_changed':
          void utils.auth.me.invalidate();
          void utils.settings.invalidate();
          return;
        case 'plan_changed':
          void utils.billing.invalidate();
          return;
        case 'quota_reached':
          void utils.usage.invalidate();
          void sayQuota(notice.quota, notice.percent);
          return;
        case 'video_changed':
          void utils.videos.get.invalidate({ videoId: notice.videoId });
          if (notice.only === 'bytes') {
            showCopied(notice.videoId).catch(() => {});
            return;
          }
          void utils.videos.list.invalidate();
          void utils.videos.moving.invalidate();
          return;
        case 'queue_changed':
          void utils.moderation.invalidate();
      }
    },
  });
  const isUp = stream.status === 'pending';
  useEffect(() => {
    setStreamUp(isUp);
    return () => setStreamUp(false);
  }, [isUp]);
  return null;
}
