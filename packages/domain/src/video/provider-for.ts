import { type Aspect, BacklotError, type VideoProvider, type VideoProviderName } from '@backlot/core';
import type { Ctx } from '../context.ts';

type Wish = {
  prompt: string;
  provider?: VideoProviderName | undefined;
  durationSeconds: number;
  aspect: Aspect;
  seedAssetId?: string | null | undefined;
};

/**
 * The provider that a wish goes to: the one it names, or the first that is configured. BAD_INPUT with the fields that this one
 * does not offer; VIDEO_PROVIDER_MISSING when there is none.
 */
export function providerFor(ctx: Pick<Ctx, 'ports'>, wish: Wish): VideoProvider {
  const { videos } = ctx.ports;
  const [first] = videos.values();
  if (!first) throw new BacklotError('VIDEO_PROVIDER_MISSING');
  const provider = wish.provider === undefined ? first : videos.get(wish.provider);
  if (!provider) throw new BacklotError('BAD_INPUT', { fields: ['provider'] });
  const { promptLengthMax, durationsSeconds, aspects, seedImage } = provider.offers;
  const fields = [
    ...(wish.prompt.length <= promptLengthMax ? [] : ['prompt']),
    ...(durationsSeconds.includes(wish.durationSeconds) ? [] : ['durationSeconds']),
    ...(aspects.includes(wish.aspect) ? [] : ['aspect']),
    ...(wish.seedAssetId && !seedImage ? ['seedAssetId'] : []),
  ];
  if (fields.length > 0) throw new BacklotError('BAD_INPUT', { fields });
  return provider;
}
