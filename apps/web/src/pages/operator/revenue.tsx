import { MembersOnly } from '../../components/members-only.tsx';
import { Page, Stack } from '../../components/page.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { useFormats, useTexts } from '../../i18n/texts.tsx';
import { type RouterOutputs, trpc } from '../../trpc.ts';
import { Card, Facts } from '../../ui/card.tsx';
import { Chart } from '../../ui/chart.tsx';
import { Table } from '../../ui/table.tsx';

type Revenue = RouterOutputs['billing']['revenue'];

function Subscriptions({ rows }: { rows: Revenue['subscriptions'] }) {
  const texts = useTexts('revenue');
  const formats = useFormats();
  // All plans are sold in one currency.
  const currency = rows[0]?.currency ?? 'USD';
  const yearlyMinor = rows.reduce((sum, row) => sum + row.yearlyMinor, 0);
  const members = rows.reduce((sum, row) => sum + row.members, 0);
  return (
    <Card>
      <h2>{texts.subscriptions}</h2>
      <Facts
        facts={[
          { name: texts.members, value: formats.number(members) },
          { name: texts.monthly, value: formats.money(Math.round(yearlyMinor / 12), currency) },
          { name: texts.yearly, value: formats.money(yearlyMinor, currency) },
        ]}
      />
      <Table
        caption={texts.subscriptions}
        rows={rows}
        rowKey={(row) => `${row.plan} ${row.interval}`}
        columns={[
          { id: 'plan', head: texts.plan, cell: (row) => `${row.plan}, ${texts.intervals[row.interval]}` },
          { id: 'members', head: texts.members, numeric: true, cell: (row) => formats.number(row.members) },
          {
            id: 'yearly',
            head: texts.yearly,
            numeric: true,
            cell: (row) => formats.money(row.yearlyMinor, row.currency),
          },
        ]}
      />
      <p>{texts.note}</p>
    </Card>
  );
}

function Body({ revenue }: { revenue: Revenue }) {
  const texts = useTexts('revenue');
  const formats = useFormats();
  const currencies = [...new Set(revenue.campaigns.map((row) => row.currency))];
  return (
    <Stack>
      <Subscriptions rows={revenue.subscriptions} />
      {currencies.map((currency) => (
        <Card key={currency}>
          <Chart
            title={texts.campaigns(currency)}
            series={revenue.campaigns
              .filter((row) => row.currency === currency)
              .map((row) => ({ label: row.month, value: row.netMinor }))}
            format={(amountMinor) => formats.money(amountMinor, currency)}
            labelHead={texts.month}
            valueHead={texts.earned}
          />
        </Card>
      ))}
    </Stack>
  );
}

function Revenue() {
  const texts = useTexts('revenue');
  const revenue = trpc.billing.revenue.useQuery();
  return (
    <QueryView query={revenue}>
      {(data) => (
        <Page>
          <PageTitle lead={texts.lead}>{texts.title}</PageTitle>
          <Body revenue={data} />
        </Page>
      )}
    </QueryView>
  );
}

/** What the installation earns. To everybody but the operator there is nothing here. */
export default function OperatorRevenuePage() {
  return <MembersOnly>{() => <Revenue />}</MembersOnly>;
}
