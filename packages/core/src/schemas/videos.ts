import { z } from 'zod';
import { generationRules } from '../video/generations.ts';
import { aspects, videoProviderNames } from '../video/provider.ts';
import { videoShelves } from '../video/stage.ts';
import { idSchema, textSchema } from './common.ts';

/** A wish for an AI video. */
export const generationSchema = z.object({
  /** Made by the browser for one press of the button. */
  requestKey: idSchema,
  prompt: textSchema.trim().min(generationRules.promptLengthMin).max(generationRules.promptLengthMax),
  durationSeconds: z.int().min(1).max(600),
  aspect: z.enum(aspects),
  provider: z.enum(videoProviderNames).optional(),
  seedAssetId: idSchema.nullish(),
});
export type GenerationInput = z.infer<typeof generationSchema>;

/** Several videos at once: as many as a person marks on a page. */
export const videoIdsSchema = z.object({ videoIds: z.array(idSchema).min(1).max(100) });

export const videoTitleSchema = textSchema.trim().min(1).max(generationRules.titleLengthMax);

export const videoListSchema = z.object({
  shelf: z.enum(videoShelves).default('all'),
  /** Where the page before ended. */
  after: z.string().max(100).nullish(),
});
