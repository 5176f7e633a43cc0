import { type Currency, type Money, money } from '../money.ts';

/** Who a campaign speaks for: one person, a company for its customers, an agency for a client company. */
export const campaignKinds = ['individual', 'b2c', 'agency_b2c'] as const;
export type CampaignKind = (typeof campaignKinds)[number];

/** The price of a campaign by kind. A product decision; change it here and nowhere else. */
export const campaignPrices: Readonly<Record<CampaignKind, Money>> = {
  individual: money(1_900, 'USD'),
  b2c: money(14_900, 'USD'),
  agency_b2c: money(24_900, 'USD'),
};

/** The currency in which a campaign sets the price of a completion. */
export const completionCurrency: Currency = 'USD';
