import { z } from 'zod';
import { languages } from '../accounts/roles.ts';

export const idSchema = z.uuid();
/**
 * Words of a person's. What no text column or JSON of Postgres keeps, U+0000 and half of a pair of UTF-16, is not typed by anybody.
 */
export const textSchema = z.string().refine((text) => text.isWellFormed() && !text.includes('\0'));
export const languageSchema = z.enum(languages);
export const emailSchema = z.email().max(254);
export const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/);

/** A path of our own to go on to after signing in; never an address elsewhere (`//host`, `/\host`). */
export const ownPathSchema = z
  .string()
  .max(500)
  .regex(/^\/(?![/\\])[^\\\p{Cc}]*$/u);
