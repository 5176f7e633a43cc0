/** What storage AI videos will need, when it goes on as it went. */
export type StorageForecast = {
  bytesNow: number;
  /** Members who made a video, videos each of them makes in 30 days, and what one weighs. */
  makers: number;
  videosPerMaker: number;
  meanBytes: number;
  /** What is added in 30 days: the product of the three. */
  bytesPerMonth: number;
  /** After so many days; deletions are not taken off, so it is an upper bound. */
  ahead: { days: number; bytes: number }[];
};

const monthDays = 30;
const aheadDays = [30, 90, 365] as const;

/**
 * Users times videos times size.
 * @param seen what was made in the last `overDays`
 */
export function forecastStorage(seen: {
  bytesNow: number;
  makers: number;
  made: number;
  meanBytes: number;
  overDays: number;
}): StorageForecast {
  const { bytesNow, makers, made, meanBytes, overDays } = seen;
  const videosPerMaker = makers === 0 ? 0 : (made / makers / overDays) * monthDays;
  const bytesPerMonth = Math.round(makers * videosPerMaker * meanBytes);
  const ahead = aheadDays.map((days) => ({
    days,
    bytes: Math.round(bytesNow + (bytesPerMonth * days) / monthDays),
  }));
  return { bytesNow, makers, videosPerMaker, meanBytes, bytesPerMonth, ahead };
}
