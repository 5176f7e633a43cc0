import { z } from 'zod';
import { filmContainers, filmLimits } from '../films/promise.ts';
import { sha256Schema, textSchema } from './common.ts';

export const posterPromiseSchema = z.object({
  sha256: sha256Schema,
  sizeBytes: z.int().positive().max(filmLimits.posterSizeBytesMax),
  contentType: z.enum(['image/jpeg', 'image/webp']),
  averageColour: z.string().regex(/^#[0-9a-f]{6}$/),
});

/** What a browser promises of a film; the limits are the rules of a film. */
export const filmPromiseSchema = z.object({
  sha256: sha256Schema,
  sizeBytes: z.int().positive().max(filmLimits.sizeBytesMax),
  container: z.enum(filmContainers),
  durationMs: z.int().positive().max(filmLimits.durationMsMax),
  widthPx: z.int().positive().max(16_384),
  heightPx: z.int().positive().max(16_384),
  originalName: textSchema.min(1).max(255),
  poster: posterPromiseSchema.nullable(),
});
