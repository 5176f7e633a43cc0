import fc from 'fast-check';
import { expect, it } from 'vitest';
import { assetStates } from '../assets/states.ts';
import { orderStatuses } from '../orders/payment.ts';
import { campaignStage, campaignStages, campaignStatuses } from './stage.ts';

it.each([
  ['draft', null, null, 'draft'],
  ['ordered', 'pending', 'promised', 'to_pay'],
  ['ordered', 'failed', 'promised', 'payment_failed'],
  ['ordered', 'expired', 'promised', 'payment_expired'],
  ['ordered', 'confirmed', 'awaiting_upload', 'to_upload'],
  ['ordered', 'confirmed', 'verifying', 'verifying'],
  ['ordered', 'confirmed', 'human_review', 'in_review'],
  ['ordered', 'confirmed', 'changes_requested', 'changes_requested'],
  ['ordered', 'confirmed', 'approved', 'publishing'],
  ['published', 'confirmed', 'published', 'published'],
  ['published', 'disputed', 'published', 'published'],
  ['refused', 'confirmed', 'rejected', 'rejected'],
  ['refused', 'confirmed', 'appealed', 'in_review'],
  ['refused', 'confirmed', 'removed', 'rejected'],
  ['ordered', 'disputed', 'awaiting_upload', 'disputed'],
  ['withdrawn', 'refunded', 'removed', 'refunded'],
  ['withdrawn', 'confirmed', 'removed', 'refunded'],
] as const)('%s, %s, %s is %s', (status, order, film, stage) => {
  expect(campaignStage(status, order, film)).toBe(stage);
});

it('has a word for every combination, and asks for no film before the money is there', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...campaignStatuses),
      fc.constantFrom(...orderStatuses, null),
      fc.constantFrom(...assetStates, null),
      (status, order, film) => {
        const stage = campaignStage(status, order, film);
        expect(campaignStages).toContain(stage);
        if (order === 'pending' || order === 'failed' || order === 'expired' || order === null)
          expect(['draft', 'to_pay', 'payment_failed', 'payment_expired', 'refunded']).toContain(stage);
      },
    ),
  );
});
