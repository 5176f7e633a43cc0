import { z } from 'zod';

/** Messages name what is wrong and never the value: a value may be a secret in the wrong place. */
export const required = z.string({ error: 'is missing' }).trim().min(1, { error: 'is empty' });
export const secret = required.regex(/^\S*$/, { error: 'has a space in it' });
/** Compose files pass an unset variable on as an empty one. */
export const optional = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === '' ? undefined : value), schema.optional());
export const httpUrl = z.url({ protocol: /^https?$/, error: 'is not an http or https address' });
/** Secrets of which any is valid, with a comma between them: two while one replaces the other. */
export const secretList = required
  .transform((list) => list.split(',').map((one) => one.trim()))
  .refine((list) => list.every((one) => one !== ''), { error: 'has a blank secret in its list' })
  .refine((list) => list.every((one) => !/\s/.test(one)), { error: 'has a space in it' });
