import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  type AssetState,
  assetStates,
  assetTransitions,
  canDecide,
  canMove,
  canReplace,
  isVerified,
} from './states.ts';

it('lets a film be public only after it was verified and approved', () => {
  // Walks at random from the promise; what is published has passed these states on the way.
  fc.assert(
    fc.property(fc.array(fc.nat(), { maxLength: 30 }), (choices) => {
      const seen: AssetState[] = ['promised'];
      for (const choice of choices) {
        const next = assetTransitions[seen.at(-1) ?? 'promised'];
        if (next.length === 0) break;
        seen.push(next[choice % next.length] as AssetState);
      }
      if (seen.includes('published')) expect(seen).toContain('stored');
      if (seen.includes('approved')) expect(seen.some(canDecide)).toBe(true);
      if (seen.includes('stored')) expect(seen.indexOf('verifying')).toBeLessThan(seen.indexOf('stored'));
    }),
  );
});

it('says of every state whether the browser may delete its copy', () => {
  expect(assetStates.filter((state) => !isVerified(state))).toEqual([
    'promised',
    'awaiting_upload',
    'verifying',
    'removed',
  ]);
});

it('takes another film until moderation begins, and again when changes were requested', () => {
  expect(assetStates.filter(canReplace)).toEqual(['promised', 'awaiting_upload', 'changes_requested']);
});

it('has no way back from removal, and none into it twice', () => {
  expect(assetTransitions.removed).toEqual([]);
  expect(canMove('rejected', 'approved')).toBe(false);
  expect(canMove('appealed', 'changes_requested')).toBe(false);
});
