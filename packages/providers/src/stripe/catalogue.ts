import {
  type BillingInterval,
  billingIntervals,
  type PaidPlanName,
  paidPlanNames,
  plans,
  priceKeyOf,
} from '@backlot/core';
import type Stripe from 'stripe';

/** The prices of all plans at Stripe, by their names. */
export type Catalogue = {
  priceOf(plan: PaidPlanName, interval: BillingInterval): Stripe.Price;
  /** The portal configuration that offers exactly these prices. */
  portalId: string;
};

/** The field of a price's metadata that names it for good; a lookup key moves on when a price changes. */
export const priceKeyField = 'priceKey';

/**
 * Looks up what we sell at Stripe and makes what is not there yet, or has another price now: products, prices and the
 * portal's configuration. May run any number of times and in several processes at once: everything has a fixed id or
 * an idempotency key made of what it says.
 */
export async function openCatalogue(stripe: Stripe): Promise<Catalogue> {
  const wanted = paidPlanNames.flatMap((plan) => billingIntervals.map((interval) => ({ plan, interval })));
  const keys = wanted.map(({ plan, interval }) => priceKeyOf(plan, interval));
  const found = await stripe.prices.list({ lookup_keys: keys, active: true, limit: 100 });
  const prices = new Map<string, Stripe.Price>();
  for (const { plan, interval } of wanted) {
    const key = priceKeyOf(plan, interval);
    const present = found.data.find((price) => price.lookup_key === key && costs(price, plan, interval));
    prices.set(key, present ?? (await makePrice(stripe, plan, interval)));
  }
  const priceOf = (plan: PaidPlanName, interval: BillingInterval) => {
    const price = prices.get(priceKeyOf(plan, interval));
    if (!price) throw new RangeError(`no price for ${plan}`);
    return price;
  };
  return { priceOf, portalId: await openPortalConfiguration(stripe, priceOf) };
}

function costs(price: Stripe.Price, plan: PaidPlanName, interval: BillingInterval): boolean {
  const { amountMinor, currency } = plans[plan].price[interval];
  return price.unit_amount === amountMinor && price.currency === currency.toLowerCase();
}

const productIdOf = (plan: PaidPlanName): string => `backlot_${plan.toLowerCase()}`;

async function makePrice(
  stripe: Stripe,
  plan: PaidPlanName,
  interval: BillingInterval,
): Promise<Stripe.Price> {
  const key = priceKeyOf(plan, interval);
  const { amountMinor, currency } = plans[plan].price[interval];
  await makeProduct(stripe, plan);
  return stripe.prices.create(
    {
      product: productIdOf(plan),
      currency: currency.toLowerCase(),
      unit_amount: amountMinor,
      recurring: { interval },
      lookup_key: key,
      transfer_lookup_key: true,
      metadata: { [priceKeyField]: key },
    },
    { idempotencyKey: `price:${key}:${amountMinor}:${currency}` },
  );
}

async function makeProduct(stripe: Stripe, plan: PaidPlanName): Promise<void> {
  const id = productIdOf(plan);
  const known = await stripe.products.list({ ids: [id] });
  if (known.data.length > 0) return;
  await stripe.products.create({ id, name: `Backlot ${plan}` }, { idempotencyKey: `product:${id}` });
}

/** A portal without a list of prices lets nobody change the plan, so it needs a configuration of ours. */
async function openPortalConfiguration(stripe: Stripe, priceOf: Catalogue['priceOf']): Promise<string> {
  const products = paidPlanNames.map((plan) => ({
    product: productIdOf(plan),
    prices: billingIntervals.map((interval) => priceOf(plan, interval).id),
  }));
  const offered = products.flatMap(({ prices }) => prices).join(',');
  const known = await stripe.billingPortal.configurations.list({ active: true, limit: 100 });
  const present = known.data.find((configuration) => configuration.metadata?.prices === offered);
  if (present) return present.id;
  const made = await stripe.billingPortal.configurations.create(
    {
      metadata: { prices: offered },
      features: {
        invoice_history: { enabled: true },
        payment_method_update: { enabled: true },
        subscription_cancel: { enabled: true, mode: 'at_period_end' },
        subscription_pause: { enabled: true },
        subscription_update: {
          enabled: true,
          default_allowed_updates: ['price'],
          proration_behavior: 'always_invoice',
          products,
        },
      },
    },
    { idempotencyKey: `portal:${offered}` },
  );
  return made.id;
}
