/**
 * What people do in the app, as far as it is counted. Each kind has a closed list of details: no address, no title and no
 * other text of a person can be in an activity.
 */
export const activityKinds = {
  /** A page was seen; the detail is its name in the app's table of contents. */
  'page.viewed': [
    'home',
    'published',
    'campaigns',
    'newCampaign',
    'editCampaign',
    'campaign',
    'settings',
    'plans',
    'usage',
    'other',
  ],
  /** A step of making a campaign was reached. */
  'campaign.step': ['who', 'film', 'terms', 'recap'],
  /** Of paying for it: the payment page was opened, or come back from, paid or not. */
  'checkout.step': ['opened', 'returned', 'left'],
} as const;

export type ActivityKind = keyof typeof activityKinds;
export type ActivityDetail<K extends ActivityKind = ActivityKind> = (typeof activityKinds)[K][number];

/** What one report may hold at most. */
export const activitiesPerReportMax = 100;
/** An activity that happened longer ago than this is not taken: a browser keeps none for so long. */
export const activityAgeMaxMs = 24 * 3_600_000;
/** Activities are kept for this long; product decision. */
export const activityKeptMs = 400 * 24 * 3_600_000;

/** Over how many days, today included, the dashboard looks. */
export const activityPeriods = [7, 28, 90] as const;
export type ActivityPeriod = (typeof activityPeriods)[number];
