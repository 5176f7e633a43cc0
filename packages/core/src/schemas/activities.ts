import { z } from 'zod';
import {
  type ActivityKind,
  activitiesPerReportMax,
  activityAgeMaxMs,
  activityKinds,
  activityPeriods,
} from '../activities/types.ts';
import { idSchema } from './common.ts';

const of = <K extends ActivityKind>(kind: K) =>
  z.strictObject({
    /** Made by the browser, so that a report that is sent again counts once. */
    id: idSchema,
    kind: z.literal(kind),
    detail: z.enum(activityKinds[kind]),
    /** How long ago, since the browser's clock may be wrong. */
    agoMs: z.int().min(0).max(activityAgeMaxMs),
    /** The campaign it is about: its id, or the slug of its public page. */
    campaign: z.union([idSchema, z.string().regex(/^[a-z0-9]{16}$/)]).nullable(),
  });

/** One activity as the browser reports it. Nothing else is taken: a field too many is refused. */
export const activitySchema = z.discriminatedUnion('kind', [
  of('page.viewed'),
  of('campaign.step'),
  of('checkout.step'),
]);
export type ReportedActivity = z.infer<typeof activitySchema>;

export const activitiesSchema = z.array(activitySchema).min(1).max(activitiesPerReportMax);
export const activityPeriodSchema = z.literal(activityPeriods);
