/** Texts of usage and quotas, for members and for the operator. */
const usage = {
  title: 'Usage',
  lead: (plan: string, from: string, to: string) => `Plan ${plan} · ${from} to ${to} (UTC)`,
  quotas: { storage: 'Storage', text: 'AI text', video: 'AI videos', live: 'Viewing on paid platforms' },
  now: 'Your limits',
  minutes: (count: string) => `${count} min`,
  of: (used: string, limit: string) => `${used} of ${limit}`,
  held: (amount: string) => `${amount} of it held for work under way`,
  notIncluded: (used: string) => `Not part of this plan · ${used} used`,
  resets: (day: string) => `Begins anew on ${day}`,
  kept: 'Frees when you remove something',
  forecast: (amount: string, day: string) => `About ${amount} by ${day} at this pace`,
  forecastOver: (amount: string, day: string) =>
    `About ${amount} by ${day} at this pace: more than the plan holds`,
  full: {
    title: (names: string) => `Used up: ${names}`,
    text: 'What is there stays. What would need more is refused until there is room again.',
    over: 'More is kept than this plan holds. All of it can still be seen, fetched and removed; nothing new is taken in until it fits.',
    lifted: (plan: string) => `${plan} lifts the limit at once.`,
    action: 'See the plans',
  },
  near: {
    title: (names: string) => `Almost used up: ${names}`,
    text: 'At 100% whatever would need more is refused.',
    action: 'See the plans',
  },
  history: {
    title: 'History',
    what: 'What',
    span: 'Span',
    spans: { day: 'Last 31 days', month: 'Last 12 months' },
    series: {
      text: 'AI text',
      video: 'AI videos',
      live: 'Viewing on paid platforms',
      storage: 'Kept in storage, on average',
    },
    heads: { day: 'Day', month: 'Month' },
    valueHead: 'Used',
  },
  toast: (quota: string, percent: number) =>
    percent < 100 ? `${quota}: ${percent}% of your limit is used.` : `${quota}: all of it is used.`,
  operator: {
    title: 'Quotas',
    lead: 'Members near or over a limit this month',
    none: 'Nobody is near a limit',
    noneText: 'Whoever reaches 80% of a quota this month stands here.',
    member: 'Member',
    plan: 'Plan',
    quota: 'Quota',
    used: 'Used',
    share: 'Share',
  },
};
export default usage;
