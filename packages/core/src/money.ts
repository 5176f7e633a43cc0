/** An amount in a currency's minor units (cents for USD): always an integer, never a float. */
export type Money = { readonly amountMinor: number; readonly currency: Currency };

/** Currencies the installation takes, ISO 4217 in capitals, with their decimals. Source: ISO 4217 table A.1. */
export const currencies = { USD: 2, EUR: 2, JPY: 0 } as const;
export type Currency = keyof typeof currencies;

/** Makes money of minor units; throws RangeError unless it is a safe integer. */
export function money(amountMinor: number, currency: Currency): Money {
  if (!Number.isSafeInteger(amountMinor)) throw new RangeError('amountMinor must be a safe integer');
  return { amountMinor, currency };
}

/**
 * A share of an amount, in integer minor units, rounded half up.
 * @param percent whole or fractional per cent, 0 to 100
 */
export function share(amount: Money, percent: number): Money {
  if (!(percent >= 0 && percent <= 100)) throw new RangeError('percent must lie between 0 and 100');
  // Hundredths of a per cent keep the product an exact integer for every amount below 2^53 / 10,000.
  const basisPoints = Math.round(percent * 100);
  return money(Math.floor((amount.amountMinor * basisPoints + 5_000) / 10_000), amount.currency);
}
