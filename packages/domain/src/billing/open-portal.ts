import type { MemberCtx } from '../context.ts';
import { oneOr404 } from '../rows.ts';
import { ownSubscription } from './own-customer.ts';

/**
 * Opens the payment provider's page on which the member manages what it pays. NOT_FOUND for who never was a customer.
 * @returns an address for this member only, of short life: to be gone to at once, never kept or mailed
 */
export async function openPortal(ctx: MemberCtx): Promise<{ url: string }> {
  const own = await ownSubscription(ctx);
  const { customerId } = oneOr404(own === null ? [] : [own]);
  return ctx.ports.billing.openPortal({
    customerId,
    language: ctx.actor.language,
    returnUrl: `${ctx.settings.publicUrl}/settings/billing`,
  });
}
