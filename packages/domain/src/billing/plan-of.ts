import type { PlanName } from '@backlot/core';
import type { Ctx, TxCtx } from '../context.ts';
import { plansOf } from './plans-of.ts';

/** The plan that a member may use now; a member without a subscription has FREE. */
export async function planOf(ctx: Ctx | TxCtx, memberId: string): Promise<PlanName> {
  return (await plansOf(ctx, [memberId])).get(memberId) ?? 'FREE';
}
