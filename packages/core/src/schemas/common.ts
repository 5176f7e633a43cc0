import { z } from 'zod';
import { languages } from '../accounts/roles.ts';

export const idSchema = z.uuid();
export const languageSchema = z.enum(languages);
export const emailSchema = z.email().max(254);
export const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/);

/** A path of our own to go on to after signing in; never an address elsewhere (`//host`, `/\host`). */
export const ownPathSchema = z
  .string()
  .max(500)
  .regex(/^\/(?![/\\])[^\\\p{Cc}]*$/u);
