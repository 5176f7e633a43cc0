import {
  type Aspect,
  generationRules,
  type PlanName,
  planThatHolds,
  type QuotaName,
  type VideoProviderName,
} from '@backlot/core';
import type { MemberCtx } from '../context.ts';
import { quotasOf } from '../usage/quotas-of.ts';

/** What a member can ask for now, and what it will take of their plan. */
export type GenerationOffers = {
  /** The first is asked when nobody says which. */
  providers: {
    name: VideoProviderName;
    /** The longest wish that can be asked for there, in UTF-16 code units: ours and the provider's limit, whichever is less. */
    promptLengthMax: number;
    durationsSeconds: readonly number[];
    aspects: readonly Aspect[];
    seedImage: boolean;
  }[];
  plan: PlanName;
  /** AI videos of this month; one generation takes one. */
  videos: { used: number; limit: number; resetsAt: string; liftedBy: PlanName | null };
  /** Bytes. A video will take about `expectedBytesPerSecond` for each of its seconds. */
  storage: { used: number; limit: number; liftedBy: PlanName | null };
  expectedBytesPerSecond: number;
};

/** What can be asked for. No provider, and there is nothing to ask. */
export async function viewOffers(ctx: MemberCtx): Promise<GenerationOffers> {
  const { plan, period, quotas } = await quotasOf(ctx, ctx.actor.memberId);
  const stateOf = (name: QuotaName) => {
    const { used = 0, held = 0, limit = 0 } = quotas.find(({ quota }) => quota === name) ?? {};
    return { used: used + held, limit, liftedBy: planThatHolds(plan, name, used + held + 1) };
  };
  return {
    providers: [...ctx.ports.videos.values()].map(({ name, offers }) => ({
      name,
      promptLengthMax: Math.min(generationRules.promptLengthMax, offers.promptLengthMax),
      durationsSeconds: offers.durationsSeconds,
      aspects: offers.aspects,
      seedImage: offers.seedImage,
    })),
    plan,
    videos: { ...stateOf('video'), resetsAt: period.endsAt.toISOString() },
    storage: stateOf('storage'),
    expectedBytesPerSecond: generationRules.expectedBytesPerSecond,
  };
}
