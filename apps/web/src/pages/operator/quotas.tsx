import { MembersOnly } from '../../components/members-only.tsx';
import { Page } from '../../components/page.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { quotaAmount } from '../../components/quota-amount.ts';
import { useFormats, useTexts } from '../../i18n/texts.tsx';
import { trpc } from '../../trpc.ts';
import { Empty } from '../../ui/empty.tsx';
import { ChairDrawing } from '../../ui/gear.tsx';
import { Table } from '../../ui/table.tsx';

function NearLimits() {
  const texts = useTexts('usage');
  const formats = useFormats();
  const near = trpc.usage.nearLimits.useQuery();
  return (
    <QueryView query={near}>
      {(rows) => (
        <Page>
          <PageTitle lead={texts.operator.lead}>{texts.operator.title}</PageTitle>
          {rows.length === 0 ? (
            <Empty drawing={<ChairDrawing />} title={texts.operator.none} text={texts.operator.noneText} />
          ) : (
            <Table
              caption={texts.operator.lead}
              rows={rows}
              rowKey={(row) => `${row.memberId} ${row.quota}`}
              columns={[
                { id: 'member', head: texts.operator.member, cell: (row) => row.displayName },
                { id: 'plan', head: texts.operator.plan, cell: (row) => row.plan },
                { id: 'quota', head: texts.operator.quota, cell: (row) => texts.quotas[row.quota] },
                {
                  id: 'used',
                  head: texts.operator.used,
                  numeric: true,
                  cell: (row) =>
                    texts.of(
                      quotaAmount(row.quota, row.used, formats, texts.minutes),
                      quotaAmount(row.quota, row.limit, formats, texts.minutes),
                    ),
                },
                {
                  id: 'share',
                  head: texts.operator.share,
                  numeric: true,
                  cell: (row) => formats.percent(row.used / row.limit),
                },
              ]}
            />
          )}
        </Page>
      )}
    </QueryView>
  );
}

/** Members near or over their limits. To everybody but the operator there is nothing here. */
export default function OperatorQuotasPage() {
  return <MembersOnly>{() => <NearLimits />}</MembersOnly>;
}
