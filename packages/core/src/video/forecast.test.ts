import { expect, it } from 'vitest';
import { forecastStorage } from './forecast.ts';

it('forecasts users times videos times size', () => {
  const forecast = forecastStorage({ bytesNow: 1_000, makers: 4, made: 24, meanBytes: 50, overDays: 30 });
  expect(forecast).toMatchObject({ videosPerMaker: 6, bytesPerMonth: 4 * 6 * 50 });
  expect(forecast.ahead).toEqual([
    { days: 30, bytes: 2_200 },
    { days: 90, bytes: 4_600 },
    { days: 365, bytes: 15_600 },
  ]);
});

it('forecasts what there is where nobody makes anything', () => {
  const forecast = forecastStorage({ bytesNow: 7, makers: 0, made: 0, meanBytes: 0, overDays: 30 });
  expect(forecast.ahead.map(({ bytes }) => bytes)).toEqual([7, 7, 7]);
});
