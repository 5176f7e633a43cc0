import { expect, it } from 'vitest';
import { nextAskMs } from './stream-state.ts';

it.each([
  { streamIsUp: true, moves: true, asks: false },
  { streamIsUp: true, moves: false, asks: false },
  { streamIsUp: false, moves: true, asks: 3_000 },
  { streamIsUp: false, moves: false, asks: false },
])('asks again only for what moves while no notice can come: %o', ({ streamIsUp, moves, asks }) => {
  expect(nextAskMs(streamIsUp, moves)).toBe(asks);
});
