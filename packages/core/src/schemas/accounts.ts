import { z } from 'zod';
import { displayNameLengthMax } from '../accounts/profile.ts';

/** One line that shows something: no control characters, not only spaces. */
export const displayNameSchema = z
  .string()
  .trim()
  .min(1)
  .max(displayNameLengthMax)
  .regex(/^[^\p{Cc}\p{Zl}\p{Zp}]+$/u);
