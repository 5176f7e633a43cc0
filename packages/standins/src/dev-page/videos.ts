import { Hono } from 'hono';
import { html } from 'hono/html';
import {
  type Behaviour,
  type Maker,
  makers,
  type Outage,
  type VideoJob,
  type VideoStandIn,
} from '../video/index.ts';
import { readFields } from './fields.ts';
import { bytes, moment } from './format.ts';
import { afterForm, answerPage, type Piece, table } from './layout.ts';

const PATH = '/dev/videos';

/** What can be wished for the next job, by a click. */
const WISHES: Record<string, [group: string, name: string, change: Partial<Behaviour>]> = {
  wait: ['How it ends', 'stays at work until it is finished here', { outcome: 'never' }],
  slow: ['How it ends', 'takes a minute', { delayMs: 60_000 }],
  refuse: ['How it ends', 'is not taken at all', { refuse: 'content' }],
  content: ['How it ends', 'is refused for its content', { outcome: 'refused_content' }],
  fail: ['How it ends', 'fails', { outcome: 'provider_failed' }],
  timeout: ['How it ends', 'takes too long', { outcome: 'timed_out' }],
  nothing: ['How it ends', 'ends without a video', { outcome: 'no_output' }],
  two: ['How it ends', 'makes two videos', { outputs: 2 }],
  silent: ['What the maker tells', 'nothing', { tells: false }],
  late: ['What the maker tells', 'half a minute late', { tellsAfterMs: 30_000 }],
  twice: ['What the maker tells', 'three times', { duplicates: 2 }],
  reorder: ['What the maker tells', 'also that it is at work, after the end', { reorder: true }],
  contradict: ['What the maker tells', 'also the contrary', { contradict: true }],
  forge: ['What the maker tells', 'under a wrong signature', { forge: true }],
  old: ['What the maker tells', 'as of an hour ago', { oldMessages: true }],
  signature: ['What the maker tells', 'signed (the generic maker)', { signs: 'signature' }],
  large: ['Its file', 'has 200 MB', { sizeBytes: 200_000_000, bytesPerSecond: 20_000_000 }],
  drip: ['Its file', 'comes at 100 kB a second', { bytesPerSecond: 100_000 }],
  cut: ['Its file', 'breaks off three times', { fault: 'cut', faultTimes: 3, faultAfterBytes: 2_000_000 }],
  cutNoRanges: ['Its file', 'has no ranges', { fault: 'no_ranges' }],
  stall: ['Its file', 'stops coming', { fault: 'stall', faultTimes: 1, faultAfterBytes: 1_000_000 }],
  expires: ['Its file', 'expires after ten seconds', { expiresAfterMs: 10_000 }],
  expired: ['Its file', 'has expired at once', { expiresAfterMs: 0 }],
  missing: ['Its file', 'is not there', { fault: 'not_found' }],
  broken: ['Its file', 'fails twice on the server', { fault: 'server_error', faultTimes: 2 }],
  html: ['Its file', 'is a page', { fault: 'html' }],
  disguised: ['Its file', 'is a page that calls itself a video', { fault: 'html_as_mp4' }],
  empty: ['Its file', 'is empty', { fault: 'empty' }],
  longer: ['Its file', 'says that it is longer than it is', { fault: 'says_longer' }],
  shorter: ['Its file', 'says that it is shorter than it is', { fault: 'says_shorter' }],
  endless: ['Its file', 'never ends', { fault: 'endless' }],
  gzip: ['Its file', 'is compressed on its way', { fault: 'gzip' }],
  bomb: ['Its file', 'is a compressed bomb', { fault: 'gzip_bomb' }],
  redirect: ['Its file', 'is behind two redirects', { fault: 'redirect', redirects: 2 }],
  loop: ['Its file', 'leads in a circle', { fault: 'redirect_loop' }],
  away: ['Its file', 'leads to an inner address', { fault: 'redirect_away' }],
};

const OUTAGES: Record<Outage, string> = {
  none: 'All answer',
  api: 'The makers do not answer',
  files: 'Files cannot be had',
  all: 'Nothing answers',
};

type Act = { name: string; run(control: VideoStandIn['control'], id: string): unknown };

const ACTS: Record<string, Act> = {
  finish: { name: 'Finish now', run: (control, id) => control.end(id) },
  fail: { name: 'Fail', run: (control, id) => control.end(id, 'provider_failed') },
  refuse: { name: 'Refuse for its content', run: (control, id) => control.end(id, 'refused_content') },
  tell: { name: 'Send the callback again', run: (control, id) => control.tell(id) },
  claim: { name: 'Claim that it has failed', run: (control, id) => control.tell(id, 'provider_failed') },
  'claim-done': { name: 'Claim that it is ready', run: (control, id) => control.tell(id, 'completed') },
  'take-away': { name: 'Take the file away', run: (control, id) => control.takeAway(id) },
  'bring-back': { name: 'Bring the file back', run: (control, id) => control.bringBack(id) },
  mend: {
    name: 'Let its file be good from now on',
    run: (control, id) => control.change(id, { fault: 'good', expiresAfterMs: null, bytesPerSecond: null }),
  },
};

/** Jobs at the makers of videos, what can be done to each, and how the next ones go. */
export function videosRoutes(videos: VideoStandIn): Hono {
  const { control } = videos;
  const app = new Hono();
  app.get('/', (c) => {
    const body = html`${wishes(control)}${jobs(control.jobs())}${messages(control)}${requests(control)}`;
    return answerPage(c, PATH, 'Videos', body);
  });
  app.post('/next', async (c) => {
    const fields = await readFields(c);
    return afterForm(c, PATH, () => {
      const [group, name, change] = WISHES[fields.text('wish')] ?? [];
      if (!change) throw new Error('Unknown wish.');
      const maker = makers.find((one) => one === fields.optional('maker'));
      control.next(change, maker ? { maker } : {});
      return `The next video${maker ? ` of ${maker}` : ''}: ${group?.toLowerCase()}, ${name}.`;
    });
  });
  app.post('/usual', (c) =>
    afterForm(c, PATH, () => {
      control.forgetWishes();
      return 'The next videos go as usual.';
    }),
  );
  app.post('/outage', async (c) => {
    const fields = await readFields(c);
    return afterForm(c, PATH, () => {
      const outage = fields.text('outage');
      if (!isOutage(outage)) throw new Error('Unknown outage.');
      control.setOutage(outage);
      return `${OUTAGES[outage]}.`;
    });
  });
  app.post('/keys', (c) =>
    afterForm(c, PATH, () => {
      control.rotateFalKeys();
      return 'fal signs by a new key.';
    }),
  );
  app.post('/job', async (c) => {
    const fields = await readFields(c);
    return afterForm(c, PATH, () => {
      const act = ACTS[fields.text('act')];
      if (!act) throw new Error('Unknown act.');
      act.run(control, fields.text('job'));
      return `${act.name}: done.`;
    });
  });
  return app;
}

const isOutage = (value: string): value is Outage => Object.hasOwn(OUTAGES, value);

function wishes(control: VideoStandIn['control']): Piece {
  const groups = [...new Set(Object.values(WISHES).map(([group]) => group))];
  const inGroup = (group: string) =>
    Object.entries(WISHES)
      .filter(([, [of]]) => of === group)
      .map(([key, [, name]]) => html`<option value="${key}">${name}</option>`);
  const maker = html`<label>At <select name="maker"><option value="">any maker</option>${makers.map((name: Maker) => html`<option>${name}</option>`)}</select></label>`;
  const card = (group: string) => html`<section class="card">
    <h2>${group}</h2>
    <form method="post" action="${PATH}/next">
      <label>It … <select name="wish">${inGroup(group)}</select></label>
      ${maker}<button>Wish it</button>
    </form>
  </section>`;
  const open = control.wishes();
  const outage = control.outage();
  return html`<h2>How the next video goes</h2>
    <div class="cards">${groups.map(card)}
      <section class="card">
        <h2>Outage</h2>
        <form method="post" action="${PATH}/outage">
          <label>Now <select name="outage">${Object.entries(OUTAGES).map(([key, name]) => html`<option value="${key}" ${key === outage ? 'selected' : ''}>${name}</option>`)}</select></label>
          <button>Set</button>
        </form>
        <form method="post" action="${PATH}/keys"><button>Let fal sign by a new key</button></form>
      </section>
    </div>
    ${
      open.length > 0
        ? html`<ul>${open.map(({ maker: of, change, left }) => html`<li>${of ?? 'any maker'}: <code>${JSON.stringify(change)}</code>, ${left} left</li>`)}</ul>
            <form method="post" action="${PATH}/usual"><button>Let them go as usual</button></form>`
        : ''
    }`;
}

function jobs(all: VideoJob[]): Piece {
  const rows = all
    .toReversed()
    .slice(0, 30)
    .map(({ id, maker, prompt, createdAtMs, ended, gone, deleted, behaviour }) => [
      html`<code title="${id}">…${id.slice(-8)}</code>`,
      maker,
      prompt.length > 60 ? `${prompt.slice(0, 60)}…` : prompt,
      html`<span class="${ended === 'completed' ? 'good' : ended === null ? '' : 'bad'}">${ended ?? 'at work'}</span>${gone ? ', file taken away' : ''}${deleted ? ', deleted' : ''}${behaviour.fault === 'good' ? '' : html`, <code>${behaviour.fault}</code>`}`,
      moment(createdAtMs),
      html`<form method="post" action="${PATH}/job">
        <input type="hidden" name="job" value="${id}" />
        <select name="act" aria-label="What to do">${Object.entries(ACTS).map(([key, { name }]) => html`<option value="${key}">${name}</option>`)}</select>
        <button>Do it</button>
      </form>`,
    ]);
  const head = ['Job', 'Maker', 'Wish', 'State', 'Asked for', ''];
  return html`<h2>Jobs</h2>${table(head, rows, 'Nobody has asked for a video yet.')}`;
}

function messages(control: VideoStandIn['control']): Piece {
  const rows = control
    .tellings()
    .slice(-30)
    .toReversed()
    .map(({ job, maker, claim, atMs, answers }) => [
      html`<code title="${job}">…${job.slice(-8)}</code>`,
      maker,
      claim,
      moment(atMs),
      answers.map((status) => status ?? 'no answer').join(', '),
    ]);
  return html`<h2>Messages sent</h2>${table(['Job', 'Maker', 'Says', 'When', 'Answers'], rows, 'None yet.')}`;
}

function requests(control: VideoStandIn['control']): Piece {
  const rows = control
    .fileRequests()
    .slice(-30)
    .toReversed()
    .map(({ job, ordinal, range, status, sentBytes }) => [
      html`<code title="${job}">…${job.slice(-8)}</code> ${ordinal}`,
      range ?? 'whole',
      String(status),
      bytes(sentBytes),
    ]);
  return html`<h2>Files fetched</h2>${table(['File', 'Range', 'Answer', 'Sent'], rows, 'None yet.')}`;
}
