import type { BillingInterval } from '@backlot/core';
import { useState } from 'react';
import { LinkButton } from '../../components/link.tsx';
import { Page, Stack } from '../../components/page.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import { useTexts } from '../../i18n/texts.tsx';
import { paths } from '../../paths.ts';
import { IntervalChoice, PlanList } from './plan-list.tsx';

/** What there is and what it costs, for everybody. */
export default function Plans() {
  const texts = useTexts('billing');
  const [interval, setInterval] = useState<BillingInterval>('month');
  return (
    <Page>
      <PageTitle lead={texts.plans.lead}>{texts.plans.title}</PageTitle>
      <Stack>
        <IntervalChoice value={interval} onChange={setInterval} />
        <h2 className="visually-hidden">{texts.plans.list}</h2>
        <PlanList
          interval={interval}
          current={null}
          action={(plan) =>
            plan === 'FREE' ? null : (
              <LinkButton
                wide
                look={plan === 'PRO' ? 'primary' : 'quiet'}
                href={paths.settingsBilling(interval)}
              >
                {texts.choose(plan)}
              </LinkButton>
            )
          }
        />
      </Stack>
    </Page>
  );
}
