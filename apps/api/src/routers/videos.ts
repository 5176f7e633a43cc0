import {
  generationSchema,
  idSchema,
  picturePromiseSchema,
  videoIdsSchema,
  videoListSchema,
  videoTitleSchema,
} from '@backlot/core/schemas';
import {
  binVideos,
  cancelGeneration,
  emptyBin,
  generateVideo,
  listVideos,
  movingVideos,
  openPictureUpload,
  openVideoAddress,
  removeVideos,
  renameVideo,
  restoreVideos,
  retryArchive,
  viewOffers,
  viewSeed,
  viewVideo,
  viewVideoOperation,
} from '@backlot/domain';
import { z } from 'zod';
import { member, operator, router } from '../trpc.ts';

const videoSchema = z.object({ videoId: idSchema });

export const videosRouter = router({
  offers: member.query(({ ctx }) => viewOffers(ctx.domain)),
  generate: member
    .meta({ limit: 'costly' })
    .input(generationSchema)
    .mutation(({ ctx, input }) => generateVideo(ctx.domain, input)),
  /** A picture that a video is to be made from; brought like every upload. */
  openSeedUpload: member
    .meta({ limit: 'costly' })
    .input(picturePromiseSchema)
    .mutation(({ ctx, input }) => openPictureUpload(ctx.domain, 'seed', input)),
  /** Where such a picture is shown from. */
  seed: member.input(z.object({ assetId: idSchema })).query(({ ctx, input }) => viewSeed(ctx.domain, input)),
  cancel: member
    .input(z.object({ generationId: idSchema }))
    .mutation(({ ctx, input }) => cancelGeneration(ctx.domain, input)),
  list: member.input(videoListSchema).query(({ ctx, input }) => listVideos(ctx.domain, input)),
  /** Those being made or stored: little, since it is asked on every page. */
  moving: member.query(({ ctx }) => movingVideos(ctx.domain)),
  get: member.input(videoSchema).query(({ ctx, input }) => viewVideo(ctx.domain, input)),
  /** An address to play or fetch it by is made for each asking, and lives an hour. */
  openAddress: member
    .input(videoSchema.extend({ to: z.enum(['play', 'download']) }))
    .mutation(({ ctx, input }) => openVideoAddress(ctx.domain, input)),
  rename: member
    .input(videoSchema.extend({ title: videoTitleSchema }))
    .mutation(({ ctx, input }) => renameVideo(ctx.domain, input)),
  retry: member.input(videoSchema).mutation(({ ctx, input }) => retryArchive(ctx.domain, input)),
  bin: member.input(videoIdsSchema).mutation(({ ctx, input }) => binVideos(ctx.domain, input)),
  restore: member.input(videoIdsSchema).mutation(({ ctx, input }) => restoreVideos(ctx.domain, input)),
  remove: member.input(videoIdsSchema).mutation(({ ctx, input }) => removeVideos(ctx.domain, input)),
  emptyBin: member.mutation(({ ctx }) => emptyBin(ctx.domain)),
  operation: operator.query(({ ctx }) => viewVideoOperation(ctx.domain)),
});
