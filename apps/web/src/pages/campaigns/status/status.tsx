import type { CampaignStage } from '@backlot/core';
import { Redirect, useParams } from 'wouter';
import { useBlobUrl, useKeptFilm } from '../../../components/kept-films.ts';
import { Link } from '../../../components/link.tsx';
import { MembersOnly } from '../../../components/members-only.tsx';
import { Desk, Page, Stack } from '../../../components/page.tsx';
import { PageTitle } from '../../../components/page-title.tsx';
import { QueryView } from '../../../components/query-view.tsx';
import { useTexts } from '../../../i18n/texts.tsx';
import { paths } from '../../../paths.ts';
import { type RouterOutputs, trpc } from '../../../trpc.ts';
import { Poster } from '../../../ui/poster.tsx';
import { Steps } from '../../../ui/steps.tsx';
import { ConfirmedFacts } from './confirmed-facts.tsx';
import { RequestRefund } from './request-refund.tsx';
import { StageView } from './stage-view.tsx';

export type Campaign = RouterOutputs['campaigns']['get'];

const marks = ['paid', 'sent', 'verified', 'reviewed', 'public'] as const;
type Mark = (typeof marks)[number];

/** Which frame is lit while a campaign stands at a stage; money that went back lights none. */
const markAt: Record<CampaignStage, Mark | null> = {
  draft: null,
  to_pay: 'paid',
  payment_failed: 'paid',
  payment_expired: 'paid',
  to_upload: 'sent',
  verifying: 'verified',
  in_review: 'reviewed',
  changes_requested: 'sent',
  rejected: 'reviewed',
  publishing: 'public',
  published: 'public',
  refunded: null,
  disputed: null,
};

/** Stages that move on without the person: asked for again now and then, should a notice get lost. */
const moving: readonly CampaignStage[] = ['to_pay', 'to_upload', 'verifying', 'publishing'];
const askAgainAfterMs = 8_000;

function Strip({ stage }: { stage: CampaignStage }) {
  const texts = useTexts('campaign');
  const current = markAt[stage];
  if (current === null) return null;
  return (
    <Steps
      label={texts.road}
      current={current}
      steps={marks.map((id) => ({ id, label: texts.marks[id] }))}
      over={stage === 'published'}
    />
  );
}

/** The picture: from this browser as long as it keeps the film, from storage afterwards. */
function CampaignPoster({ campaign }: { campaign: Campaign }) {
  const kept = useKeptFilm(campaign.campaignId);
  const here = useBlobUrl(kept?.poster?.blob);
  if (!kept?.poster && !campaign.posterUrl) return null;
  const durationMs = kept?.facts.durationMs ?? campaign.film?.durationMs;
  return (
    <Poster
      src={kept?.poster ? here : campaign.posterUrl}
      alt=""
      averageColour={kept?.poster?.averageColour ?? campaign.averageColour}
      durationSeconds={durationMs ? durationMs / 1000 : null}
    />
  );
}

function Status() {
  const { id = '' } = useParams<{ id: string }>();
  const texts = useTexts('campaign');
  const list = useTexts('campaigns');
  const query = trpc.campaigns.get.useQuery(
    { campaignId: id },
    {
      refetchInterval: ({ state }) =>
        state.data && moving.includes(state.data.stage) ? askAgainAfterMs : false,
    },
  );
  return (
    <QueryView query={query}>
      {(campaign) =>
        campaign.stage === 'draft' ? (
          <Redirect to={paths.editCampaign(id, campaign.problems[0]?.step ?? 'recap')} replace />
        ) : (
          <Page>
            <PageTitle over={<Link href={paths.campaigns()}>{texts.back}</Link>}>
              {campaign.draft.title?.trim() || list.untitled}
            </PageTitle>
            <Stack gap={24}>
              <Strip stage={campaign.stage} />
              <p role="status" className="visually-hidden">
                {list.stages[campaign.stage]}
              </p>
              <Desk>
                <Stack>
                  <StageView campaign={campaign} />
                  <CampaignPoster campaign={campaign} />
                </Stack>
                <Stack>
                  <ConfirmedFacts campaign={campaign} />
                  {campaign.film?.state === 'awaiting_upload' ? <RequestRefund campaign={campaign} /> : null}
                </Stack>
              </Desk>
            </Stack>
          </Page>
        )
      }
    </QueryView>
  );
}

export default function StatusPage() {
  return <MembersOnly>{() => <Status />}</MembersOnly>;
}
