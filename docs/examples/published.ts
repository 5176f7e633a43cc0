/**
 * A client of Backlot in a few lines: lists what is published, typed by the server's own router.
 * Run: `node docs/examples/published.ts http://localhost:4400`
 */
import type { AppRouter } from '@backlot/api';
import { createTRPCClient, httpBatchLink } from '@trpc/client';

const [address = 'http://localhost:4400'] = process.argv.slice(2);
const backlot = createTRPCClient<AppRouter>({ links: [httpBatchLink({ url: `${address}/api/trpc` })] });

for (const campaign of await backlot.campaigns.published.query()) {
  const seconds = Math.round(campaign.durationMs / 1_000);
  console.log(`${campaign.title} by ${campaign.by}, ${seconds} s: ${address}/c/${campaign.slug}`);
}
