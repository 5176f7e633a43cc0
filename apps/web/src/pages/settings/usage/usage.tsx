import { lazy, Suspense } from 'react';
import { QueryView } from '../../../components/query-view.tsx';
import { useFormats, useTexts } from '../../../i18n/texts.tsx';
import { trpc } from '../../../trpc.ts';
import { Loading } from '../../../ui/loading.tsx';
import { SettingsFrame } from '../frame.tsx';
import { QuotaBars, WayOut } from './quota-bars.tsx';
import styles from './usage.module.css';

/** Charts come when they are needed: the bars are what most look for. */
const History = lazy(async () => ({ default: (await import('./history.tsx')).History }));

function UsageOfMember() {
  const texts = useTexts('usage');
  const shell = useTexts('shell');
  const formats = useFormats();
  const usage = trpc.usage.get.useQuery();
  return (
    <QueryView query={usage} minHeight={480}>
      {(data) => (
        <>
          <p className={styles.none}>
            {texts.lead(
              data.plan,
              formats.day(data.period.startsAt),
              lastDay(data.period.endsAt, formats.day),
            )}
          </p>
          <WayOut usage={data} />
          <QuotaBars usage={data} />
          <Suspense fallback={<Loading label={shell.loading} minHeight={480} />}>
            <History />
          </Suspense>
        </>
      )}
    </QueryView>
  );
}

const lastDay = (endsAt: string, day: (value: number) => string) => day(new Date(endsAt).getTime() - 1);

/** What a member uses of the plan, and where it leads. */
export default function UsagePage() {
  const texts = useTexts('usage');
  return <SettingsFrame title={texts.title}>{() => <UsageOfMember />}</SettingsFrame>;
}
