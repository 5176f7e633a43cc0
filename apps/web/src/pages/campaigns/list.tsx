import type { CampaignStep } from '@backlot/core';
import { useBlobUrl, useKeptFilms } from '../../components/kept-films.ts';
import { Link, LinkButton } from '../../components/link.tsx';
import { MembersOnly } from '../../components/members-only.tsx';
import { Page } from '../../components/page.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { Stage } from '../../components/stage.tsx';
import { useFormats, useTexts } from '../../i18n/texts.tsx';
import { type EditStep, paths } from '../../paths.ts';
import { type RouterOutputs, trpc } from '../../trpc.ts';
import { Empty } from '../../ui/empty.tsx';
import { LampDrawing } from '../../ui/gear.tsx';
import { PlusIcon } from '../../ui/icons.tsx';
import { Poster } from '../../ui/poster.tsx';
import styles from './list.module.css';

type Campaign = RouterOutputs['campaigns']['mine'][number];

/** A draft opens at the first step that is not complete, everything else at its own page. */
function addressOf(campaign: Campaign): string {
  if (campaign.stage !== 'draft') return paths.campaign(campaign.campaignId);
  const open: CampaignStep = campaign.problems[0]?.step ?? 'recap';
  return paths.editCampaign(campaign.campaignId, open as EditStep);
}

function CampaignRow({ campaign }: { campaign: Campaign }) {
  const texts = useTexts('campaigns');
  const formats = useFormats();
  const kept = useKeptFilms().find((film) => film.campaignId === campaign.campaignId);
  const poster = useBlobUrl(kept?.poster?.blob);
  const film = campaign.draft.film;
  return (
    <li>
      <Link href={addressOf(campaign)} className={styles.row}>
        <div className={styles.poster}>
          <Poster
            src={kept?.poster ? poster : campaign.posterUrl}
            alt=""
            averageColour={campaign.averageColour}
            durationSeconds={film ? film.durationMs / 1000 : null}
          />
        </div>
        <div className={styles.words}>
          <span className={styles.title}>{campaign.draft.title?.trim() || texts.untitled}</span>
          <Stage stage={campaign.stage} />
          <span className={styles.meta}>
            {texts.kinds[campaign.kind].title} ·{' '}
            {texts.list.changed(formats.relative(campaign.updatedAt, Date.now()))}
          </span>
        </div>
        <span className={styles.price}>
          {formats.money(campaign.price.amountMinor, campaign.price.currency)}
        </span>
      </Link>
    </li>
  );
}

function Campaigns() {
  const texts = useTexts('campaigns').list;
  const campaigns = trpc.campaigns.mine.useQuery();
  return (
    <Page>
      <PageTitle
        actions={
          campaigns.data?.length ? (
            <LinkButton href={paths.newCampaign()} look="primary" icon={<PlusIcon />}>
              {texts.start}
            </LinkButton>
          ) : null
        }
      >
        {texts.title}
      </PageTitle>
      <QueryView query={campaigns}>
        {(rows) =>
          rows.length === 0 ? (
            <Empty
              drawing={<LampDrawing />}
              title={texts.empty.title}
              text={texts.empty.text}
              action={
                <LinkButton href={paths.newCampaign()} look="primary">
                  {texts.empty.action}
                </LinkButton>
              }
            />
          ) : (
            <ul className={styles.list}>
              {rows.map((campaign) => (
                <CampaignRow key={campaign.campaignId} campaign={campaign} />
              ))}
            </ul>
          )
        }
      </QueryView>
    </Page>
  );
}

export default function CampaignsPage() {
  return <MembersOnly>{() => <Campaigns />}</MembersOnly>;
}
