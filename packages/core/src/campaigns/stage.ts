import type { AssetState } from '../assets/states.ts';
import type { OrderStatus } from '../orders/payment.ts';

/** What a row of `campaigns` says of itself; money and film have states of their own. */
export const campaignStatuses = ['draft', 'ordered', 'published', 'refused', 'withdrawn'] as const;
export type CampaignStatus = (typeof campaignStatuses)[number];

/** Where a campaign stands on the road, in one word, for its page and for lists. */
export const campaignStages = [
  'draft',
  'to_pay',
  'payment_failed',
  'payment_expired',
  'to_upload',
  'verifying',
  'in_review',
  'changes_requested',
  'rejected',
  'publishing',
  'published',
  'refunded',
  'disputed',
] as const;
export type CampaignStage = (typeof campaignStages)[number];

/** The stage that follows from the three states. Money that went back outweighs everything else. */
export function campaignStage(
  status: CampaignStatus,
  order: OrderStatus | null,
  film: AssetState | null,
): CampaignStage {
  if (status === 'draft' || order === null) return 'draft';
  if (order === 'refunded') return status === 'refused' ? 'rejected' : 'refunded';
  // The right was given up and the money is on its way back.
  if (status === 'withdrawn') return 'refunded';
  if (order === 'pending') return 'to_pay';
  if (order === 'failed') return 'payment_failed';
  if (order === 'expired') return 'payment_expired';
  if (order === 'disputed' && status !== 'published') return 'disputed';
  switch (film) {
    case null:
    case 'promised':
    case 'awaiting_upload':
      return 'to_upload';
    case 'verifying':
      return 'verifying';
    case 'stored':
    case 'automatic_review':
    case 'human_review':
    case 'appealed':
      return 'in_review';
    case 'changes_requested':
      return 'changes_requested';
    case 'rejected':
      return 'rejected';
    case 'approved':
      return 'publishing';
    case 'published':
      return 'published';
    case 'removed':
      return status === 'refused' ? 'rejected' : 'to_upload';
  }
}
