import { describe, expect, it } from 'vitest';
import { emptyWish } from '../wish.ts';
import { fitWish } from './use-wish.ts';

const providers = [
  {
    name: 'generic' as const,
    promptLengthMax: 1_000,
    durationsSeconds: [5, 10],
    aspects: ['16:9', '1:1'] as const,
    seedImage: false,
  },
  {
    name: 'runway' as const,
    promptLengthMax: 1_000,
    durationsSeconds: [4, 6, 8],
    aspects: ['16:9', '9:16'] as const,
    seedImage: true,
  },
];
const fitted = (wish: Partial<typeof emptyWish>) => {
  const found = fitWish({ ...emptyWish, ...wish }, providers);
  return found && { ...found, provider: found.provider.name };
};

describe('a wish is fitted to what is offered', () => {
  it('begins with what is offered first', () => {
    expect(fitted({})).toEqual({ provider: 'generic', durationSeconds: 5, aspect: '16:9' });
  });
  it('keeps what its provider can do', () => {
    expect(fitted({ provider: 'runway', durationSeconds: 8, aspect: '9:16' })).toEqual({
      provider: 'runway',
      durationSeconds: 8,
      aspect: '9:16',
    });
  });
  it('takes the nearest duration and another shape where it cannot', () => {
    expect(fitted({ provider: 'runway', durationSeconds: 10, aspect: '1:1' })).toEqual({
      provider: 'runway',
      durationSeconds: 8,
      aspect: '16:9',
    });
  });
  it('goes to another provider when its own is gone', () => {
    expect(fitted({ provider: 'luma', durationSeconds: 9 })?.provider).toBe('generic');
  });
  it('is none where nobody offers anything', () => {
    expect(fitWish(emptyWish, [])).toBeNull();
  });
});
