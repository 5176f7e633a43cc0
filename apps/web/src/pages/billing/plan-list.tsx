import {
  type BillingInterval,
  type PlanLimits,
  type PlanName,
  planNames,
  plans,
  type QuotaName,
  quotasInUse,
} from '@backlot/core';
import type { ReactNode } from 'react';
import { useFormats, useTexts } from '../../i18n/texts.tsx';
import { Card } from '../../ui/card.tsx';
import { RadioCards } from '../../ui/choices.tsx';
import { CheckIcon } from '../../ui/icons.tsx';
import { Tag } from '../../ui/status.tsx';
import styles from './billing.module.css';

const secondsPerMinute = 60;
/** What a cent is in millionths of a dollar. */
const microUsdPerCent = 10_000;

/** Paid by the month or by the year, with what the year saves at least. */
export function IntervalChoice(props: { value: BillingInterval; onChange(value: BillingInterval): void }) {
  const texts = useTexts('billing');
  const formats = useFormats();
  const saved = Math.min(
    ...planNames
      .map((name) => plans[name].price)
      .filter(({ month }) => month.amountMinor > 0)
      .map(({ month, year }) => 1 - year.amountMinor / (12 * month.amountMinor)),
  );
  return (
    <RadioCards<BillingInterval>
      label={texts.interval}
      value={props.value}
      onChange={props.onChange}
      choices={[
        { value: 'month', title: texts.intervals.month },
        { value: 'year', title: texts.intervals.year, aside: texts.yearSaves(formats.percent(saved)) },
      ]}
    />
  );
}

/** All plans side by side, or one under the other where there is little room. */
export function PlanList(props: {
  interval: BillingInterval;
  current: PlanName | null;
  /** What can be done about a plan; nothing for the one that is in force. */
  action(plan: PlanName): ReactNode;
}) {
  const texts = useTexts('billing');
  return (
    <div className={styles.room}>
      <div className={styles.plans}>
        {planNames.map((name) => (
          <Card key={name} className={styles.plan} data-current={props.current === name}>
            <div>
              <div className={styles.name}>
                <h3>{name}</h3>
                {props.current === name ? <Tag>{texts.yourPlan}</Tag> : null}
              </div>
              <p className={styles.audience}>{texts.audience[name]}</p>
            </div>
            <Price plan={name} interval={props.interval} />
            <Limits limits={plans[name].limits} />
            <div className={styles.foot}>{props.action(name)}</div>
          </Card>
        ))}
      </div>
    </div>
  );
}

function Price({ plan, interval }: { plan: PlanName; interval: BillingInterval }) {
  const texts = useTexts('billing');
  const formats = useFormats();
  const { amountMinor, currency } = plans[plan].price[interval];
  return (
    <p className={styles.price}>
      <span className={styles.amount}>
        {amountMinor === 0 ? texts.free : formats.money(amountMinor, currency)}
      </span>
      {amountMinor === 0 ? null : texts.each[interval]}
    </p>
  );
}

function Limits({ limits }: { limits: PlanLimits }) {
  const lines = useLimitLines(limits);
  return (
    <ul className={styles.limits}>
      {lines.map((line) => (
        <li key={line}>
          <CheckIcon size={16} />
          <span>{line}</span>
        </li>
      ))}
    </ul>
  );
}

function useLimitLines(limits: PlanLimits): string[] {
  const texts = useTexts('billing').limits;
  const { number, money, storage } = useFormats();
  const { storageBytes, liveViewerSecondsPerMonth, archiveDays } = limits;
  const lines: [QuotaName, string][] = [
    ['storage', texts.storage(storage(storageBytes))],
    ['text', texts.text(money(limits.textMicroUsdPerMonth / microUsdPerCent, 'USD'))],
    ['video', texts.videos(number(limits.videoGenerationsPerMonth))],
    [
      'live',
      liveViewerSecondsPerMonth > 0
        ? texts.live(number(liveViewerSecondsPerMonth / secondsPerMinute))
        : texts.noLive,
    ],
    [
      'video',
      archiveDays === null
        ? texts.archiveAlways
        : archiveDays === 365
          ? texts.archiveYear
          : texts.archiveDays(number(archiveDays)),
    ],
  ];
  return lines.filter(([quota]) => quotasInUse.includes(quota)).map(([, line]) => line);
}
