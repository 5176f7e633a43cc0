/**
 * The demo that `npm start` shows: people to be, and campaigns on every part of the road with films of our own (drawn by
 * scripts/demo/make-films.ts). Everything is made by the verbs that api and worker use, never by SQL, and the money is paid
 * at the payment stand-in.
 */
import { connect } from '@backlot/db';
import { type Ctx, listCampaigns, makeCtx, saveDraft, startDraft } from '@backlot/domain';
import { connectPorts, readProvidersConfig } from '@backlot/providers';
import { campaigns } from './demo/campaigns.ts';
import { lateQueue } from './demo/late-queue.ts';
import { become, people } from './demo/people.ts';
import { type Cast, isBefore, walk } from './demo/road.ts';
import { till } from './demo/till.ts';
import type { DemoAccount } from './start/greeting.ts';

/**
 * Makes the demo, or what is missing of it; a complete one is left alone. May be killed at any point: the next run goes on.
 * Needs the database migrated and the stand-ins up; api and worker may run, and need not.
 * @param env the part of the configuration that leads to the stand-ins
 * @returns who can sign in
 */
export async function seedDemo(env: Record<string, string>): Promise<DemoAccount[]> {
  const providers = readProvidersConfig(env);
  if (!providers.ok) throw new Error(`The demo cannot be made: ${providers.problems.join('; ')}`);
  const { DATABASE_URL: url = '', PUBLIC_URL: publicUrl = '', SIGN_IN_SECRET: linkSecret = '' } = env;
  const connection = connect(url, { max: 4, name: 'backlot-demo' });
  const late = lateQueue(url);
  const ports = connectPorts(providers.config);
  try {
    const system = makeCtx({
      db: connection.db,
      queue: late.queue,
      ports,
      settings: { publicUrl, linkSecret },
      actor: { kind: 'system' },
    });
    await seed(system, till(providers.config.stripe));
  } finally {
    await late.close();
    ports.close();
    await connection.close();
  }
  return Object.values(people).map(({ email, about }) => ({ email, about }));
}

async function seed(system: Ctx, pay: Cast['pay']): Promise<void> {
  const creator = await become(system, people.creator);
  const moderator = await become(system, people.moderator);
  await become(system, people.operator);
  const known = await listCampaigns(creator);
  const last = campaigns.at(-1);
  if (known.some(({ draft, stage }) => draft.title === last?.terms.title && !isBefore(stage, 'published')))
    return;

  const cast = { system, creator, moderator, pay };
  const unnamed = known.filter(({ stage, draft }) => stage === 'draft' && !draft.title);
  for (const campaign of campaigns) {
    const found = known.find(({ draft }) => draft.title === campaign.terms.title) ?? unnamed.pop();
    const { campaignId } = found ?? (await startDraft(creator, { kind: 'individual' }));
    if (found?.draft.title === undefined) await saveDraft(creator, { campaignId, changes: campaign.terms });
    await walk(cast, campaignId, campaign);
  }
}
