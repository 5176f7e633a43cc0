import { z } from 'zod';
import { partsPerRequestMax } from '../uploads/states.ts';

/** What a browser says of a part before it sends it. */
export const partPromiseSchema = z.object({
  number: z.int(),
  sizeBytes: z.int().positive(),
  /** 32 bytes in base 64. */
  sha256Base64: z.string().regex(/^[A-Za-z0-9+/]{43}=$/),
});

export const partPromisesSchema = z.array(partPromiseSchema).min(1).max(partsPerRequestMax);
