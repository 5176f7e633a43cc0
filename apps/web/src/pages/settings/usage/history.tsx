import { type Meter, type QuotaName, quotasInUse } from '@backlot/core';
import { useState } from 'react';
import { QueryView } from '../../../components/query-view.tsx';
import { useFormats, useTexts } from '../../../i18n/texts.tsx';
import { trpc } from '../../../trpc.ts';
import { Card } from '../../../ui/card.tsx';
import { Chart } from '../../../ui/chart.tsx';
import { Select } from '../../../ui/select.tsx';
import { useAmounts } from './quota-bars.tsx';
import styles from './usage.module.css';

const series = {
  storage: ['storage.byte_seconds'],
  text: ['text.micro_usd'],
  video: ['video.generation'],
  live: ['live.viewer_seconds.agora', 'live.viewer_seconds.hms', 'live.viewer_seconds.ivs'],
} as const satisfies Record<QuotaName, readonly Meter[]>;
type Series = keyof typeof series;
const shown = (Object.keys(series) as Series[]).filter((one) => quotasInUse.includes(one));
type Span = 'day' | 'month';

/** Seconds of a period, up to now in the one that is under way. */
function secondsOf(span: Span, startsAt: string): number {
  const start = new Date(startsAt);
  const end =
    span === 'day' ? start.getTime() + 86_400_000 : Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + 1);
  return Math.max(1, (Math.min(end, Date.now()) - start.getTime()) / 1_000);
}

/** What was used, period by period, with its table and file one key away. */
export function History() {
  const texts = useTexts('usage').history;
  const formats = useFormats();
  const amounts = useAmounts();
  const [what, setWhat] = useState<Series>('storage');
  const [span, setSpan] = useState<Span>('day');
  const history = trpc.usage.history.useQuery(
    { grain: span, meters: [...series[what]] },
    { placeholderData: (before) => before },
  );
  const label = (startsAt: string) => (span === 'day' ? formats.day(startsAt) : formats.month(startsAt));
  const value = (point: { startsAt: string; quantity: string }) =>
    what === 'storage' ? Number(point.quantity) / secondsOf(span, point.startsAt) : Number(point.quantity);
  return (
    <Card>
      <div className={styles.pick}>
        <Select<Series>
          label={texts.what}
          options={shown.map((one) => ({ value: one, label: texts.series[one] }))}
          value={what}
          onChange={setWhat}
        />
        <Select<Span>
          label={texts.span}
          options={(['day', 'month'] as const).map((one) => ({ value: one, label: texts.spans[one] }))}
          value={span}
          onChange={setSpan}
        />
      </div>
      <QueryView query={history} minHeight={320}>
        {(points) => (
          <Chart
            title={texts.series[what]}
            series={points.map((point) => ({ label: label(point.startsAt), value: value(point) }))}
            format={(amount) => amounts(what, amount)}
            step={1}
            labelHead={texts.heads[span]}
            valueHead={texts.valueHead}
          />
        )}
      </QueryView>
    </Card>
  );
}
