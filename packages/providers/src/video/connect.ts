import type { VideoProvider, VideoProviderName } from '@backlot/core';
import type { VideosConfig } from './config.ts';
import { falKeys } from './fal/keys.ts';
import { falVideos } from './fal/provider.ts';
import { verifyFalMessage } from './fal/verify.ts';
import { genericVideos } from './generic/provider.ts';
import { verifyGenericVideoMessage } from './generic/verify.ts';
import { lumaVideos } from './luma/provider.ts';
import type { VideoDoor } from './message.ts';
import { replicateVideos } from './replicate/provider.ts';
import { verifyReplicateMessage } from './replicate/verify.ts';
import { runwayVideos } from './runway/provider.ts';

/** The makers of videos that are configured, the one that is asked by default first. Nothing is called before one is used. */
export function connectVideos(config: VideosConfig): ReadonlyMap<VideoProviderName, VideoProvider> {
  const providers = [
    config.generic && genericVideos(config.generic),
    config.fal && falVideos(config.fal),
    config.replicate && replicateVideos(config.replicate),
    config.luma && lumaVideos(config.luma),
    config.runway && runwayVideos(config.runway),
  ].filter((provider) => provider !== undefined);
  const isDefault = ({ name }: VideoProvider) => name === config.defaultProvider;
  const ordered = [...providers.filter(isDefault), ...providers.filter((one) => !isDefault(one))];
  return new Map(ordered.map((provider) => [provider.name, provider]));
}

/** Providers whose messages prove their sender. */
export type SigningProviderName = 'generic' | 'fal' | 'replicate';

/** Who judges the messages of a provider, for those that are configured; the others have no door. */
export function openVideoDoors(config: VideosConfig): ReadonlyMap<SigningProviderName, VideoDoor> {
  const { generic, fal, replicate } = config;
  const doors = new Map<SigningProviderName, VideoDoor>();
  if (generic) doors.set('generic', async (message) => verifyGenericVideoMessage(message, generic));
  if (replicate) doors.set('replicate', async (message) => verifyReplicateMessage(message, replicate));
  if (fal) {
    const keys = falKeys(fal.jwksUrl);
    doors.set('fal', (message) => verifyFalMessage(message, { keys, userId: fal.userId }));
  }
  return doors;
}
