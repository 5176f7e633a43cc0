import { Hono } from 'hono';
import { html } from 'hono/html';
import type { Everything, Fault, LedgerEntry, S3StandIn } from '../s3/index.ts';
import { askControl } from './control-client.ts';
import { type Fields, readFields } from './fields.ts';
import { bytes, moment } from './format.ts';
import { afterForm, answerPage, type Piece, table } from './layout.ts';

const PATH = '/dev/storage';
type State = { faults: { fault: Fault; left?: number }[] };

const OPERATIONS = [
  'UploadPart',
  'PutObject',
  'CompleteMultipartUpload',
  'CopyObject',
  'GetObject',
  'HeadObject',
];

/** Everything in storage, open multipart uploads included, and forms for what storage can do wrong. */
export function storageRoutes(s3: S3StandIn): Hono {
  const app = new Hono();
  const control = <T>(method: string, path: string, body?: unknown) =>
    askControl<T>(s3.url, method, path, body);
  app.get('/', async (c) => {
    const [{ faults }, everything, entries] = await Promise.all([
      control<State>('GET', '/state'),
      control<Record<string, Everything>>('GET', '/everything'),
      control<LedgerEntry[]>('GET', '/ledger'),
    ]);
    const buckets = Object.entries(everything).map(([name, all]) => bucket(name, all));
    return answerPage(c, PATH, 'Storage', html`${buckets}${faultForms(faults)}${ledger(entries)}`);
  });
  app.post('/faults', async (c) => {
    const fields = await readFields(c);
    return afterForm(c, PATH, async () => {
      await control('POST', '/faults', readFault(fields));
      return 'It happens to the requests that come now.';
    });
  });
  app.post('/clear', (c) =>
    afterForm(c, PATH, async () => {
      await control('DELETE', '/faults');
      return 'Storage works as it should.';
    }),
  );
  return app;
}

function bucket(name: string, { objects, uploads }: Everything): Piece {
  const objectRows = objects.map(({ key, sizeBytes, contentType, lastModified }) => [
    html`<code>${key}</code>`,
    bytes(sizeBytes),
    contentType ?? '',
    moment(lastModified),
  ]);
  const uploadRows = uploads.map(({ key, parts, initiated }) => [
    html`<code>${key}</code>`,
    `${parts.length}`,
    bytes(parts.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)),
    moment(initiated),
  ]);
  return html`<h2>Bucket <code>${name}</code></h2>
    ${table(['Object', 'Size', 'Type', 'Written'], objectRows, 'No objects.')}
    <h2>Open multipart uploads</h2>
    ${table(['Object to be', 'Parts', 'Arrived', 'Opened'], uploadRows, 'None.')}`;
}

function faultForms(standing: State['faults']): Piece {
  const operation = html`<label>Operation
    <select name="operation"><option value="">any</option>${OPERATIONS.map((name) => html`<option>${name}</option>`)}</select></label>`;
  const form = (title: string, kind: string, fields: Piece, button: string) => html`<section class="card">
    <h2>${title}</h2>
    <form method="post" action="${PATH}/faults">
      <input type="hidden" name="kind" value="${kind}" />${fields}${operation}<button>${button}</button>
    </form>
  </section>`;
  const number = (name: string, label: string, value: number, min = 1) =>
    html`<label>${label} <input type="number" name="${name}" min="${min}" value="${value}" required /></label>`;
  const times = number('times', 'How many', 1);
  const code = html`<label>Answer
    <select name="code"><option>SlowDown</option><option>InternalError</option><option>ServiceUnavailable</option></select></label>`;
  return html`<h2>Let storage fail</h2>
    <div class="cards">
      ${form('Refuse the next', 'fail', html`${times}${code}`, 'Refuse')}
      ${form('Cut the next', 'cut', html`${times}${number('afterBytes', 'After (bytes)', 1_000_000, 0)}`, 'Cut')}
      ${form('Slow all down', 'slow', number('bytesPerSecond', 'Bytes a second', 500_000), 'Slow down')}
    </div>
    ${
      standing.length > 0
        ? html`<ul>${standing.map(({ fault, left }) => html`<li><code>${JSON.stringify(fault)}</code>${left === undefined ? '' : `, ${left} left`}</li>`)}</ul>
            <form method="post" action="${PATH}/clear"><button>Let all work again</button></form>`
        : ''
    }`;
}

function ledger(entries: LedgerEntry[]): Piece {
  const rows = entries
    .slice(-40)
    .toReversed()
    .map(({ at, operation, key, bytes: size, outcome, error, partNumber }) => [
      moment(at),
      partNumber === undefined ? operation : `${operation} ${partNumber}`,
      html`<code>${key}</code>`,
      bytes(size),
      html`<span class="${outcome === 'done' ? 'good' : 'bad'}">${error ?? outcome}</span>`,
    ]);
  return html`<h2>Last writes</h2>${table(['When', 'Operation', 'Object', 'Bytes', 'Outcome'], rows, 'Nothing was written yet.')}`;
}

/** The form's fields as the fault they name; whether it is one is judged by the stand-in. */
function readFault(fields: Fields): Record<string, unknown> {
  const kind = fields.text('kind');
  const scope = { kind, operation: fields.optional('operation') };
  if (kind === 'fail') return { ...scope, times: fields.count('times'), code: fields.text('code') };
  if (kind === 'cut')
    return { ...scope, times: fields.count('times'), afterBytes: fields.count('afterBytes') };
  return { ...scope, bytesPerSecond: fields.count('bytesPerSecond') };
}
