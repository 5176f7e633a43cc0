import { useFormats, useTexts } from '../../i18n/texts.tsx';
import { Button } from '../../ui/button.tsx';
import { Card, Facts } from '../../ui/card.tsx';
import { Chart } from '../../ui/chart.tsx';
import { Empty } from '../../ui/empty.tsx';
import { CameraDrawing, ChairDrawing, DoorDrawing, LampDrawing } from '../../ui/gear.tsx';
import { Hash } from '../../ui/hash.tsx';
import { Meter } from '../../ui/meter.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Player } from '../../ui/player.tsx';
import { Poster } from '../../ui/poster.tsx';
import { ByteFigures, Progress } from '../../ui/progress.tsx';
import { Slate } from '../../ui/slate.tsx';
import { Status, Tag } from '../../ui/status.tsx';
import { Steps } from '../../ui/steps.tsx';
import { Table } from '../../ui/table.tsx';
import { type TrayItem, UploadTray } from '../../ui/upload-tray.tsx';
import { Section } from './section.tsx';
import styles from './styleguide.module.css';

const sha256 = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08';
const exampleDay = Date.UTC(2026, 10, 21, 18, 40);

export function Notices() {
  const texts = useTexts('styleguide');
  return (
    <Section title={texts.sections.notices}>
      <div className={styles.two}>
        <Notice>{texts.noticeText}</Notice>
        <Notice tone="good" title={texts.stored}>
          {texts.noticeText}
        </Notice>
        <Notice tone="warning" title={texts.waiting} action={<Button size="small">{texts.pay}</Button>} />
        <Notice tone="bad" title={texts.rejected}>
          {texts.problem}
        </Notice>
      </div>
    </Section>
  );
}

export function Motion() {
  const texts = useTexts('styleguide');
  const formats = useFormats();
  const film = { doneBytes: 312_400_000, totalBytes: 780_000_000 };
  return (
    <Section title={texts.sections.progress}>
      <div className={styles.two}>
        <Progress
          label={texts.film}
          done={film.doneBytes}
          total={film.totalBytes}
          figures={<ByteFigures {...film} bytesPerSecond={12_400_000} />}
        />
        <Progress label={texts.busy} done={null} total={1} />
        {[40, 85, 104].map((used) => (
          <Meter
            key={used}
            label={texts.meter}
            used={used}
            limit={100}
            valueText={formats.percent(used / 100)}
          />
        ))}
      </div>
      <Steps
        label={texts.sections.steps}
        current="terms"
        steps={['who', 'film', 'terms', 'recap'].map((id, index) => ({
          id,
          label: texts.steps[index] ?? '',
          done: index < 2,
        }))}
        link={(step, content) => <a href={`#${step.id}`}>{content}</a>}
      />
    </Section>
  );
}

export function Slates() {
  const texts = useTexts('styleguide');
  const formats = useFormats();
  return (
    <Section title={texts.sections.slate}>
      <Slate
        production={texts.exampleTitle}
        scene={texts.person}
        take={formats.timeCode(164)}
        date={formats.date(exampleDay)}
      >
        <Facts
          facts={[
            { name: texts.price, value: formats.money(0, 'USD') },
            { name: texts.wanted, value: formats.number(1250) },
            { name: 'SHA-256', value: <Hash value={sha256} name={texts.hash} /> },
          ]}
        />
      </Slate>
    </Section>
  );
}

export function Trays() {
  const texts = useTexts('styleguide');
  const one = (id: string, state: TrayItem['state'], problem?: string): TrayItem => ({
    id,
    title: texts.exampleTitle,
    state,
    doneBytes: 312_400_000,
    totalBytes: 780_000_000,
    bytesPerSecond: 12_400_000,
    problem,
  });
  const nothing = () => {};
  return (
    <Section title={texts.sections.tray}>
      <UploadTray
        items={[
          one('a', 'uploading'),
          one('b', 'paused'),
          one('c', 'verifying'),
          one('d', 'done'),
          one('e', 'failed', texts.problem),
        ]}
        onPause={nothing}
        onResume={nothing}
        onDismiss={nothing}
      />
    </Section>
  );
}

export function Pictures() {
  const texts = useTexts('styleguide');
  return (
    <>
      <Section title={texts.sections.posters}>
        <div className={styles.posters}>
          <Poster alt="" durationSeconds={164} averageColour="#5a4632" />
          <Poster alt="" durationSeconds={3675} averageColour="#20333d" />
          <Poster alt="" durationSeconds={9} />
        </div>
      </Section>
      <Section title={texts.sections.player}>
        <Player src="/styleguide.webm" title={texts.exampleTitle} durationSeconds={164} />
      </Section>
    </>
  );
}

const dayMs = 24 * 3_600_000;
const views = [3, 8, 5, 0, 12, 31, 22, 40, 28, 33, 18, 24];

export function Charts() {
  const texts = useTexts('styleguide');
  const formats = useFormats();
  return (
    <Section title={texts.sections.charts}>
      <div className={styles.two}>
        <Chart
          title={texts.views}
          labelHead={texts.day}
          valueHead={texts.views}
          series={views.map((value, day) => ({
            label: formats.day(exampleDay + day * dayMs),
            value,
            forecast: day > 9,
          }))}
          format={formats.number}
          limit={{ label: texts.quota, value: 36 }}
          step={1}
          level={3}
        />
        <Chart
          title={texts.sections.steps}
          labelHead={texts.sections.steps}
          valueHead={texts.views}
          series={texts.steps.map((label, step) => ({ label, value: 40 - step * 11 }))}
          format={formats.number}
          shape="rows"
          level={3}
        />
      </div>
    </Section>
  );
}

export function Tables() {
  const texts = useTexts('styleguide');
  const formats = useFormats();
  const rows = [
    {
      id: 'a',
      title: texts.exampleTitle,
      sizeBytes: 780_000_000,
      state: <Status tone="running">{texts.review}</Status>,
    },
    {
      id: 'b',
      title: texts.exampleTitle,
      sizeBytes: 42_000_000,
      state: <Status tone="good">{texts.stored}</Status>,
    },
    {
      id: 'c',
      title: texts.exampleTitle,
      sizeBytes: 3_100_000,
      state: <Status tone="bad">{texts.rejected}</Status>,
    },
    {
      id: 'd',
      title: texts.exampleTitle,
      sizeBytes: 9_000,
      state: <Status tone="waiting">{texts.draft}</Status>,
    },
  ];
  return (
    <Section title={texts.sections.tables}>
      <Table
        caption={texts.sections.tables}
        rows={rows}
        rowKey={(row) => row.id}
        columns={[
          { id: 'title', head: texts.title_, cell: (row) => row.title },
          { id: 'state', head: texts.state, cell: (row) => row.state },
          { id: 'size', head: texts.size, numeric: true, cell: (row) => formats.bytes(row.sizeBytes) },
        ]}
      />
      <div className={styles.row}>
        <Tag>MP4</Tag>
        <Tag>1920 × 1080</Tag>
        <Hash value={sha256} name={texts.hash} />
      </div>
    </Section>
  );
}

export function Empties() {
  const texts = useTexts('styleguide');
  return (
    <Section title={texts.sections.empty}>
      <div className={styles.two}>
        {[
          <LampDrawing key="lamp" />,
          <ChairDrawing key="chair" />,
          <CameraDrawing key="camera" />,
          <DoorDrawing key="door" />,
        ].map((drawing) => (
          <Card key={drawing.key}>
            <Empty
              drawing={drawing}
              title={texts.emptyTitle}
              text={texts.emptyText}
              action={<Button>{texts.start}</Button>}
            />
          </Card>
        ))}
      </div>
    </Section>
  );
}
