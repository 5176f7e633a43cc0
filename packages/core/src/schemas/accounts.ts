import { z } from 'zod';
import { avatarRules, displayNameLengthMax } from '../accounts/profile.ts';
import { sha256Schema } from './common.ts';

/** One line that shows something: no control characters, not only spaces. */
export const displayNameSchema = z
  .string()
  .trim()
  .min(1)
  .max(displayNameLengthMax)
  .regex(/^[^\p{Cc}\p{Zl}\p{Zp}]+$/u);

/** What the browser says of a picture before it sends it; the bytes have the last word. */
export const avatarPromiseSchema = z.object({
  contentType: z.enum(avatarRules.contentTypes),
  sizeBytes: z.number().int().min(1).max(avatarRules.sizeBytesMax),
  sha256: sha256Schema,
});
export type AvatarPromise = z.infer<typeof avatarPromiseSchema>;
