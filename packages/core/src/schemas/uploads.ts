import { z } from 'zod';
import { pictureRules } from '../uploads/pictures.ts';
import { partsPerRequestMax } from '../uploads/states.ts';
import { sha256Schema } from './common.ts';

/** What a browser says of a part before it sends it. */
export const partPromiseSchema = z.object({
  number: z.int(),
  sizeBytes: z.int().positive(),
  /** 32 bytes in base 64. */
  sha256Base64: z.string().regex(/^[A-Za-z0-9+/]{43}=$/),
});

export const partPromisesSchema = z.array(partPromiseSchema).min(1).max(partsPerRequestMax);

/** What the browser says of a picture before it sends it; the bytes have the last word. */
export const picturePromiseSchema = z.object({
  contentType: z.enum(pictureRules.contentTypes),
  sizeBytes: z.number().int().min(1).max(pictureRules.sizeBytesMax),
  sha256: sha256Schema,
});
export type PicturePromise = z.infer<typeof picturePromiseSchema>;
