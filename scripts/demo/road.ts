import { type CampaignStage, describeError } from '@backlot/core';
import {
  type CampaignView,
  type Ctx,
  claim,
  confirm,
  decide,
  listReviews,
  type MemberCtx,
  promoteAsset,
  saveDraft,
  syncPayment,
  viewCampaign,
  viewReview,
} from '@backlot/domain';
import { bringIn } from './bring-in.ts';
import type { DemoCampaign } from './campaigns.ts';
import { type FilmFile, readFilm } from './film-files.ts';
import type { Till } from './till.ts';

/** Who walks, and where they pay. */
export type Cast = { system: Ctx; creator: MemberCtx; moderator: MemberCtx; pay: Till };

type Scene = Cast & { campaign: CampaignView; terms: DemoCampaign['terms']; file: FilmFile };
type Step = (scene: Scene) => Promise<void>;

/** What is done at each stage of the road, in the order of the stages. */
const steps = new Map<CampaignStage, Step>([
  ['draft', order],
  ['payment_failed', tryAgain],
  ['payment_expired', tryAgain],
  ['to_pay', pay],
  ['to_upload', upload],
  ['verifying', upload],
  ['in_review', approve],
  ['publishing', publish],
]);
const stages: CampaignStage[] = [...steps.keys(), 'published'];

/**
 * Brings a campaign as far as its goal, from wherever an earlier run left it. One that is there, or has left the road (a
 * person refused it, or gave the money back), stays as it is.
 * @throws Error when a step does not get it on
 */
export async function walk(
  cast: Cast,
  campaignId: string,
  { goal, film, terms }: DemoCampaign,
): Promise<void> {
  const view = () => viewCampaign(cast.creator, { campaignId });
  let campaign = await view();
  if (film === null || !isBefore(campaign.stage, goal)) return;
  const file = await readFilm(film);
  while (isBefore(campaign.stage, goal)) {
    const { stage } = campaign;
    // A step that fails because somebody else took it has done no harm.
    const failure = await steps
      .get(stage)?.({ ...cast, campaign, terms, file })
      .catch((error: unknown) => error);
    campaign = await view();
    if (campaign.stage === stage) {
      const { code, name } = describeError(failure);
      throw new Error(`The demo's "${terms.title}" does not get on from ${stage}: ${code ?? name}.`);
    }
  }
}

/** Whether a campaign is still to come to a stage of the road; one that has left the road is not. */
export const isBefore = (stage: CampaignStage, goal: CampaignStage): boolean =>
  stages.includes(stage) && stages.indexOf(stage) < stages.indexOf(goal);

async function order({ creator, campaign: { campaignId }, terms, file }: Scene): Promise<void> {
  await saveDraft(creator, { campaignId, changes: { ...terms, film: file.promise } });
  await confirm(creator, { campaignId });
}

async function tryAgain({ creator, campaign: { campaignId } }: Scene): Promise<void> {
  await confirm(creator, { campaignId });
}

async function pay({ system, creator, campaign: { campaignId }, pay }: Scene): Promise<void> {
  const { url } = await confirm(creator, { campaignId });
  const sessionId = await pay(url);
  await syncPayment(system, { sessionId, alongside: async () => {} });
}

/** The poster first: a film whose poster is missing would go through moderation without one. */
async function upload({ system, creator, campaign, file }: Scene): Promise<void> {
  if (campaign.posterAssetId) await bringIn(creator, system, campaign.posterAssetId, file.poster);
  if (campaign.film) await bringIn(creator, system, campaign.film.assetId, file.film);
}

async function approve({ moderator, terms, file }: Scene): Promise<void> {
  for (const { reviewId, title } of await listReviews(moderator)) {
    if (title !== terms.title) continue;
    const review = await viewReview(moderator, { reviewId });
    if (review.film.sha256 !== file.promise.sha256) continue;
    await claim(moderator, { reviewId });
    await decide(moderator, { reviewId, verdict: 'approved', reason: null });
  }
}

async function publish({ system, campaign }: Scene): Promise<void> {
  if (campaign.posterAssetId) await promoteAsset(system, { assetId: campaign.posterAssetId });
  if (campaign.film) await promoteAsset(system, { assetId: campaign.film.assetId });
}
