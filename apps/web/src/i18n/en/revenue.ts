/** Texts of what the installation earns, for its operator. */
const revenue = {
  title: 'Revenue',
  lead: 'From plans and from campaigns, before the payment provider’s fees and before taxes.',
  subscriptions: 'Subscriptions in force',
  plan: 'Plan',
  intervals: { month: 'by the month', year: 'by the year' },
  members: 'Members',
  monthly: 'A month',
  yearly: 'A year',
  note: 'Reckoned at today’s prices, as long as nobody changes anything.',
  campaigns: (currency: string) => `Campaigns paid, less refunds (${currency})`,
  month: 'Month',
  earned: 'Earned',
};
export default revenue;
