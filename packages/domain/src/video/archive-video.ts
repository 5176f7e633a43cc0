import { BacklotError } from '@backlot/core';
import type { Ctx } from '../context.ts';

/** Copies a provider's file into our storage. */
export async function archiveVideo(_ctx: Ctx, _input: { videoId: string }): Promise<void> {
  throw new BacklotError('PROVIDER_UNAVAILABLE');
}
