import { z } from 'zod';
import { campaignKinds } from '../campaigns/prices.ts';
import { languageSchema, textSchema } from './common.ts';
import { filmPromiseSchema } from './films.ts';

export const campaignKindSchema = z.enum(campaignKinds);

/**
 * A draft is kept as typed, so the bounds here only keep it from growing without end; what Confirm asks for is
 * draftProblems in campaigns/draft.ts.
 */
export const campaignDraftSchema = z.object({
  personName: textSchema.max(500).optional(),
  title: textSchema.max(500).optional(),
  brief: textSchema.max(10_000).optional(),
  completionsWanted: z.number().min(-1e9).max(1e9).nullable().optional(),
  completionPriceMinor: z.number().min(-1e12).max(1e12).nullable().optional(),
  language: languageSchema.optional(),
  film: filmPromiseSchema.nullable().optional(),
});
