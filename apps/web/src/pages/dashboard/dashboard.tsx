import { activityPeriods } from '@backlot/core';
import { keepPreviousData } from '@tanstack/react-query';
import { useState } from 'react';
import { LinkButton } from '../../components/link.tsx';
import { MembersOnly } from '../../components/members-only.tsx';
import { Page } from '../../components/page.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { useFormats, useTexts } from '../../i18n/texts.tsx';
import { paths } from '../../paths.ts';
import { type RouterOutputs, trpc } from '../../trpc.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Chart } from '../../ui/chart.tsx';
import { Empty } from '../../ui/empty.tsx';
import { LampDrawing } from '../../ui/gear.tsx';
import styles from './dashboard.module.css';

type Stats = RouterOutputs['activities']['stats'];
type Period = (typeof activityPeriods)[number];

const isEmpty = ({ days }: Stats): boolean =>
  days.every(({ counts }) => Object.values(counts).every((count) => count === 0));

/** Titles may be the same; the names of a figure may not. */
function namesOf(top: Stats['top'], untitled: string): string[] {
  const titles = top.map(({ title }) => title || untitled);
  return titles.map((title, at) =>
    titles.indexOf(title) === at ? title : `${title} (${top[at]?.slug.slice(0, 4)})`,
  );
}

/** How many campaigns came to each step of a way. */
function FunnelCard({ title, steps }: { title: string; steps: Stats['funnels'][keyof Stats['funnels']] }) {
  const texts = useTexts('dashboard');
  const { number } = useFormats();
  return (
    <Card>
      <Chart
        title={title}
        labelHead={texts.step}
        valueHead={texts.campaignsHead}
        series={steps.map(({ step, count }) => ({ label: texts.steps[step], value: count }))}
        format={number}
        shape="rows"
      />
    </Card>
  );
}

function Figures({ stats }: { stats: Stats }) {
  const texts = useTexts('dashboard');
  const { number, day } = useFormats();
  const byDay = (kind: keyof Stats['days'][number]['counts']) =>
    stats.days.map((one) => ({ label: day(one.day), value: one.counts[kind] }));
  const names = namesOf(stats.top, texts.untitled);
  return (
    <div className={styles.figures}>
      <Card className={styles.wide}>
        <Chart
          title={texts.views}
          labelHead={texts.day}
          valueHead={texts.viewsHead}
          series={byDay('page.viewed')}
          format={number}
          step={1}
        />
      </Card>
      <FunnelCard title={texts.campaignFunnel} steps={stats.funnels.campaign} />
      <FunnelCard title={texts.checkoutFunnel} steps={stats.funnels.checkout} />
      <Card>
        <Chart
          title={texts.steps_}
          labelHead={texts.day}
          valueHead={texts.stepsHead}
          series={byDay('campaign.step')}
          format={number}
          step={1}
        />
      </Card>
      <Card>
        {stats.top.length === 0 ? (
          <>
            <h2>{texts.top}</h2>
            <p className={styles.none}>{texts.noTop}</p>
          </>
        ) : (
          <Chart
            title={texts.top}
            labelHead={texts.campaign}
            valueHead={texts.viewsHead}
            series={stats.top.map(({ views }, at) => ({ label: names[at] ?? '', value: views }))}
            format={number}
            shape="rows"
          />
        )}
      </Card>
    </div>
  );
}

function Dashboard() {
  const texts = useTexts('dashboard');
  const [days, setDays] = useState<Period>(28);
  const stats = trpc.activities.stats.useQuery({ days }, { placeholderData: keepPreviousData });
  return (
    <Page>
      <PageTitle
        lead={stats.data ? texts.scope[stats.data.scope] : texts.scope.own}
        actions={
          <fieldset className={styles.periods}>
            <legend className="visually-hidden">{texts.period}</legend>
            {activityPeriods.map((period) => (
              <Button
                key={period}
                size="small"
                look={period === days ? 'quiet' : 'bare'}
                aria-pressed={period === days}
                onClick={() => setDays(period)}
              >
                {texts.lastDays(period)}
              </Button>
            ))}
          </fieldset>
        }
      >
        {texts.title}
      </PageTitle>
      <QueryView query={stats} minHeight={720}>
        {(found) =>
          isEmpty(found) ? (
            <Empty
              drawing={<LampDrawing />}
              title={texts.empty.title}
              text={texts.empty.text}
              action={
                <LinkButton look="primary" href={paths.newCampaign()}>
                  {texts.empty.action}
                </LinkButton>
              }
            />
          ) : (
            <Figures stats={found} />
          )
        }
      </QueryView>
      <p className={styles.note}>{texts.note}</p>
    </Page>
  );
}

export default function DashboardPage() {
  return <MembersOnly>{() => <Dashboard />}</MembersOnly>;
}
