import { type QuotaName, quotasInUse } from '@backlot/core';
import { LinkButton } from '../../../components/link.tsx';
import { quotaAmount } from '../../../components/quota-amount.ts';
import { useFormats, useTexts } from '../../../i18n/texts.tsx';
import { paths } from '../../../paths.ts';
import type { RouterOutputs } from '../../../trpc.ts';
import { Card } from '../../../ui/card.tsx';
import { Meter } from '../../../ui/meter.tsx';
import { Notice } from '../../../ui/notice.tsx';
import styles from './usage.module.css';

export type Usage = RouterOutputs['usage']['get'];
type Quota = Usage['quotas'][number];

const nearRatio = 0.8;

/** Amounts of a quota in words. */
export function useAmounts(): (quota: QuotaName, amount: number) => string {
  const texts = useTexts('usage');
  const formats = useFormats();
  return (quota, amount) => quotaAmount(quota, amount, formats, texts.minutes);
}

/** A bar for each quota: what is used of it, when it begins anew, and where it leads. */
export function QuotaBars({ usage }: { usage: Usage }) {
  const texts = useTexts('usage');
  return (
    <Card>
      <h2>{texts.now}</h2>
      <div className={styles.quotas}>
        {usage.quotas
          .filter(({ quota }) => quotasInUse.includes(quota))
          .map((quota) => (
            <QuotaBar key={quota.quota} quota={quota} />
          ))}
      </div>
    </Card>
  );
}

function QuotaBar({ quota }: { quota: Quota }) {
  const texts = useTexts('usage');
  const formats = useFormats();
  const amounts = useAmounts();
  const amount = (value: number) => amounts(quota.quota, value);
  const name = texts.quotas[quota.quota];
  if (quota.limit === 0)
    return (
      <div>
        <p className={styles.name}>{name}</p>
        <p className={styles.none}>{texts.notIncluded(amount(quota.used))}</p>
      </div>
    );
  const said = texts.of(amount(quota.used), amount(quota.limit));
  const day = quota.resetsAt ? formats.day(quota.resetsAt) : '';
  const { forecast } = quota;
  return (
    <Meter
      label={name}
      used={quota.used}
      limit={quota.limit}
      valueText={said}
      figures={
        <>
          <span>{said}</span>
          <span>{quota.resetsAt ? texts.resets(day) : texts.kept}</span>
          {quota.held > 0 ? <span>{texts.held(amount(quota.held))}</span> : null}
          {forecast !== null && forecast > quota.used ? (
            <span>
              {forecast > quota.limit
                ? texts.forecastOver(amount(forecast), day)
                : texts.forecast(amount(forecast), day)}
            </span>
          ) : null}
        </>
      }
    />
  );
}

/** What is full or nearly so, and the way out. */
export function WayOut({ usage }: { usage: Usage }) {
  const texts = useTexts('usage');
  const formats = useFormats();
  const counted = usage.quotas.filter(({ limit }) => limit > 0);
  const full = counted.filter(({ used, limit }) => used >= limit);
  const near = counted.filter(({ used, limit }) => used < limit && used >= limit * nearRatio);
  const [shown, words, tone] =
    full.length > 0 ? ([full, texts.full, 'bad'] as const) : ([near, texts.near, 'warning'] as const);
  const [first] = shown;
  if (!first) return null;
  const names = formats.list(shown.map(({ quota }) => texts.quotas[quota]));
  // After a plan with more room: a month's quota begins anew, what is kept stays above its limit.
  const isOver = full.some(({ quota, used, limit }) => quota === 'storage' && used > limit);
  const lifting = shown.find(({ liftedBy }) => liftedBy !== null)?.liftedBy ?? null;
  return (
    <Notice
      tone={tone}
      title={words.title(names)}
      action={lifting ? <LinkButton href={paths.plans()}>{words.action}</LinkButton> : undefined}
    >
      {isOver ? texts.full.over : words.text} {lifting ? texts.full.lifted(lifting) : null}
    </Notice>
  );
}
