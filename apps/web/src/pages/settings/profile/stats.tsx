import { QueryView } from '../../../components/query-view.tsx';
import { useFormats, useTexts } from '../../../i18n/texts.tsx';
import { trpc } from '../../../trpc.ts';
import { Card, Facts } from '../../../ui/card.tsx';

/** What the member has here, counted when the page is opened. */
export function Stats() {
  const texts = useTexts('settings').stats;
  const formats = useFormats();
  const stats = trpc.settings.stats.useQuery();
  return (
    <Card>
      <h2>{texts.title}</h2>
      <QueryView query={stats} minHeight={176}>
        {(counted) => (
          <Facts
            facts={[
              { name: texts.campaigns, value: formats.number(counted.campaigns) },
              { name: texts.published, value: formats.number(counted.published) },
              { name: texts.stored, value: formats.bytes(counted.storedBytes) },
              { name: texts.since, value: formats.date(counted.memberSince) },
            ]}
          />
        )}
      </QueryView>
    </Card>
  );
}
