import { MembersOnly } from '../../components/members-only.tsx';
import { Page, Stack } from '../../components/page.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { useFormats, useTexts } from '../../i18n/texts.tsx';
import { type RouterOutputs, trpc } from '../../trpc.ts';
import { Card, Facts } from '../../ui/card.tsx';
import { Chart } from '../../ui/chart.tsx';
import { Table } from '../../ui/table.tsx';

type Operation = RouterOutputs['videos']['operation'];
type Health = Operation['providers'][number];

/** Names of providers; one that is no longer set up says so. */
function useProviderName(): (row: Health) => string {
  const texts = useTexts('operation');
  const { providers } = useTexts('studio');
  return ({ provider, configured }) =>
    configured ? providers[provider] : texts.notSetUp(providers[provider]);
}

function Providers({ rows }: { rows: Health[] }) {
  const texts = useTexts('operation');
  const formats = useFormats();
  const name = useProviderName();
  const { number, timeLeft } = formats;
  return (
    <Card>
      <h2>{texts.health}</h2>
      {rows.length === 0 ? (
        <p>{texts.noHealth}</p>
      ) : (
        <Table
          caption={texts.health}
          rows={rows}
          rowKey={(row) => row.provider}
          columns={[
            { id: 'provider', head: texts.provider, cell: name },
            { id: 'asked', head: texts.asked, numeric: true, cell: (row) => number(row.asked) },
            { id: 'completed', head: texts.completed, numeric: true, cell: (row) => number(row.completed) },
            { id: 'failed', head: texts.failed, numeric: true, cell: (row) => number(row.failed) },
            { id: 'open', head: texts.open, numeric: true, cell: (row) => number(row.open) },
            {
              id: 'oldest',
              head: texts.oldestOpen,
              cell: (row) => (row.oldestOpenAt === null ? texts.none : formats.dateTime(row.oldestOpenAt)),
            },
            {
              id: 'median',
              head: texts.median,
              numeric: true,
              cell: (row) => (row.medianSeconds === null ? texts.none : timeLeft(row.medianSeconds)),
            },
          ]}
        />
      )}
    </Card>
  );
}

/** How far messages can be relied on: came before we asked, later, never. */
function Messages({ rows }: { rows: Health[] }) {
  const texts = useTexts('operation');
  const { number, percent, timeLeft } = useFormats();
  const name = useProviderName();
  const share = (row: Health, count: number) => {
    const { first, late, never } = row.messages;
    const all = first + late + never;
    return all === 0 ? number(count) : `${number(count)} (${percent(count / all)})`;
  };
  return (
    <Card>
      <h2>{texts.messages}</h2>
      <p>{texts.messagesNote}</p>
      <Table
        caption={texts.messages}
        rows={rows}
        rowKey={(row) => row.provider}
        columns={[
          { id: 'provider', head: texts.provider, cell: name },
          { id: 'tells', head: texts.tells, cell: (row) => (row.tells ? texts.ways[row.tells] : texts.none) },
          { id: 'first', head: texts.first, numeric: true, cell: (row) => share(row, row.messages.first) },
          { id: 'late', head: texts.late, numeric: true, cell: (row) => share(row, row.messages.late) },
          { id: 'never', head: texts.never, numeric: true, cell: (row) => share(row, row.messages.never) },
          {
            id: 'lateBy',
            head: texts.lateBy,
            numeric: true,
            cell: (row) => (row.medianLateSeconds === null ? texts.none : timeLeft(row.medianLateSeconds)),
          },
        ]}
      />
    </Card>
  );
}

function Archive({ archive }: { archive: Operation['archive'] }) {
  const texts = useTexts('operation');
  const formats = useFormats();
  return (
    <Card>
      <h2>{texts.archive}</h2>
      <Facts
        facts={[
          { name: texts.waiting, value: formats.number(archive.waiting) },
          {
            name: texts.oldest,
            value: archive.oldestWaitingAt === null ? texts.none : formats.dateTime(archive.oldestWaitingAt),
          },
          { name: texts.givenUp, value: formats.number(archive.failed) },
        ]}
      />
    </Card>
  );
}

function Forecast({ storage }: { storage: Operation['storage'] }) {
  const texts = useTexts('operation');
  const formats = useFormats();
  return (
    <Card>
      <Chart
        title={texts.storage}
        labelHead={texts.when}
        valueHead={texts.storageHead}
        series={[
          { label: texts.now, value: storage.bytesNow },
          ...storage.ahead.map(({ days, bytes }) => ({
            label: texts.inDays(days),
            value: bytes,
            forecast: true,
          })),
        ]}
        format={formats.bytes}
      />
      <p>
        {texts.reckoning(
          formats.number(storage.makers),
          formats.number(Math.round(storage.videosPerMaker * 10) / 10),
          formats.bytes(storage.meanBytes),
          formats.bytes(storage.bytesPerMonth),
        )}
      </p>
    </Card>
  );
}

function VideoOperation() {
  const texts = useTexts('operation');
  const operation = trpc.videos.operation.useQuery();
  return (
    <QueryView query={operation} minHeight={1600}>
      {(data) => (
        <Page>
          <PageTitle lead={texts.lead}>{texts.title}</PageTitle>
          <Stack>
            <Providers rows={data.providers} />
            {data.providers.length > 0 ? <Messages rows={data.providers} /> : null}
            <Archive archive={data.archive} />
            <Forecast storage={data.storage} />
          </Stack>
        </Page>
      )}
    </QueryView>
  );
}

/** How AI videos do. To everybody but the operator there is nothing here. */
export default function OperatorVideosPage() {
  return <MembersOnly>{() => <VideoOperation />}</MembersOnly>;
}
