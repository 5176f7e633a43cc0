import { type Ctx, endSubscription, eraseMembers, makeExport, sweepExports } from '@backlot/domain';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { queueMail } from '../packages/domain/src/mail/queue-mail.ts';
import { picture, sayOfPicture } from './lib/avatar.ts';
import { openFreshBrowser, type RunningBrowser } from './lib/chromium.ts';
import { codeOf } from './lib/code-of.ts';
import { filmBytes, promiseOf, sha256Hex } from './lib/films.ts';
import { type House, openHouse } from './lib/house.ts';
import { type Person, signIn, visitor } from './lib/person.ts';
import { draftWith, paid, publish } from './lib/road.ts';
import { tablesWith } from './lib/tables-with.ts';
import { until } from './lib/until.ts';
import { noTroubles, shoot, signInOn, watchedPage } from './lib/walk.ts';

let house: House;
const film = filmBytes('sample_with_increasing_timestamps_320w_240h.mp4');
beforeAll(async () => {
  house = await openHouse({ webDist: process.env.WEB_DIST });
});
afterAll(() => house?.close());

const aDay = 24 * 3_600_000;
/** The system, some days from now. */
const inDays = (days: number): Ctx => ({ ...house.ctx, now: () => new Date(Date.now() + days * aDay) });
const memberIdOf = async (person: Person) => (await person.api.auth.me.query())?.memberId ?? '';

describe('an export', () => {
  let owner: Person;
  let slug: string;
  beforeAll(async () => {
    owner = await signIn(house, 'archive@example.com');
    await sayOfPicture(owner, await picture('#335577').png().toBuffer());
    slug = await publish(house, owner, film, await promiseOf(film, 'quay.mp4'));
  });

  const ready = (person: Person) =>
    until(
      'the export',
      () => person.api.settings.export.query(),
      (made) => made?.state === 'ready',
    );

  async function fetched(person: Person): Promise<Record<string, Uint8Array>> {
    const made = await ready(person);
    const { url } = await person.api.settings.fetchExport.mutate({ exportId: made?.exportId ?? '' });
    const response = await fetch(url);
    expect(response.headers.get('content-disposition')).toMatch(/^attachment; filename="backlot-.*\.zip"/);
    return unzipSync(new Uint8Array(await response.arrayBuffer()));
  }
  const json = (files: Record<string, Uint8Array>, name: string) =>
    JSON.parse(Buffer.from(files[`data/${name}.json`] ?? []).toString());

  it('asked for five times at once is made once, and told by one mail', async () => {
    await Promise.all(Array.from({ length: 5 }, () => owner.api.settings.askExport.mutate()));
    await ready(owner);
    const rows = await house.sql`select 1 from member_exports where member_id = ${await memberIdOf(owner)}`;
    expect(rows).toHaveLength(1);
    const mails = () => house.mail.messages().filter((mail) => mail.subject === 'Your export is ready');
    await until('the mail', mails, (all) => all.length === 1);
    expect(mails()[0]?.text).toContain(`${house.publicUrl}/settings/data`);
    expect(mails()[0]?.text).not.toContain('X-Amz');
  });

  it('holds every row and every file of the member, and nothing of anybody else', async () => {
    const files = await fetched(owner);
    const id = await memberIdOf(owner);
    expect(json(files, 'members')).toMatchObject([{ id, email: 'archive@example.com' }]);
    expect(json(files, 'campaigns')).toMatchObject([{ ownerId: id, slug }]);
    for (const name of ['orders', 'payments', 'assets', 'uploads', 'mails', 'sessions'])
      expect(json(files, name).length, name).toBeGreaterThan(0);
    const [kept] = Object.entries(files).filter(([name]) => name.startsWith('films/'));
    expect(sha256Hex(kept?.[1] ?? new Uint8Array())).toBe(sha256Hex(film));
    expect(Object.keys(files).filter((name) => name.startsWith('avatars/'))).toHaveLength(1);
    const text = Object.values(files)
      .map((bytes) => Buffer.from(bytes).toString('latin1'))
      .join();
    expect(text).not.toContain('moderator@example.com');
    const ids = await house.sql`select id from sessions`;
    for (const row of ids) expect(text).not.toContain(row.id);
  });

  it('has more rows than one reading takes, each once', async () => {
    const memberId = await memberIdOf(owner);
    await house.sql`insert into notices (audience, notice, created_at)
      select ${`member:${memberId}`}, '{"kind":"profile_changed"}', now() from generate_series(1, 1300)`;
    await owner.api.settings.askExport.mutate();
    await until(
      'a newer export',
      () => house.sql`select 1 from member_exports where member_id = ${memberId} and state = 'ready'
        and created_at = (select max(created_at) from member_exports where member_id = ${memberId})`,
      (rows) => rows.length === 1,
    );
    const notices: { id: number }[] = json(await fetched(owner), 'notices');
    expect(notices.length).toBeGreaterThanOrEqual(1_300);
    expect(new Set(notices.map(({ id }) => id)).size).toBe(notices.length);
    await until(
      'the older one to go',
      house.objects,
      (keys) => keys.filter((key) => key.startsWith('exports/')).length === 1,
    );
  });

  it('is nobody else’s, ends after 7 days, and may be made twice at once', async () => {
    const stranger = await signIn(house, 'stranger@example.com');
    const made = await ready(owner);
    const exportId = made?.exportId ?? '';
    expect(await codeOf(stranger.api.settings.fetchExport.mutate({ exportId }))).toBe('NOT_FOUND');
    expect(await stranger.api.settings.export.query()).toBeNull();
    await Promise.all([makeExport(house.ctx, { exportId }), makeExport(house.ctx, { exportId })]);
    await sweepExports(inDays(6.9));
    expect((await owner.api.settings.export.query())?.exportId).toBe(exportId);
    await Promise.all([sweepExports(inDays(7.1)), sweepExports(inDays(7.1))]);
    expect(await owner.api.settings.export.query()).toBeNull();
    expect(await codeOf(owner.api.settings.fetchExport.mutate({ exportId }))).toBe('NOT_FOUND');
    await until(
      'storage to be clear',
      house.objects,
      (keys) => !keys.some((key) => key.startsWith('exports/')),
    );
  });
});

describe('an account', () => {
  it('asked to be erased is signed out, hidden, and back as it was when it is kept', async () => {
    const owner = await signIn(house, 'back@example.com');
    const elsewhere = await signIn(house, 'back@example.com');
    const slug = await publish(house, owner, film, await promiseOf(film, 'quay.mp4'));
    const anyone = visitor(house).api.campaigns;
    await until('the film to be shown', async () =>
      (await anyone.published.query()).some((one) => one.slug === slug),
    );
    const mine = await owner.api.campaigns.mine.query();
    expect(await codeOf(owner.api.settings.requestDeletion.mutate({ email: 'other@example.com' }))).toBe(
      'BAD_INPUT',
    );
    const ends = await Promise.all([
      codeOf(owner.api.settings.requestDeletion.mutate({ email: ' Back@example.com' })),
      codeOf(elsewhere.api.settings.requestDeletion.mutate({ email: 'back@example.com' })),
    ]);
    expect(ends).toContain('accepted');
    expect(await owner.api.auth.me.query()).toBeNull();
    expect(await elsewhere.api.auth.me.query()).toBeNull();
    // What everybody sees is kept for a moment, so it follows a moment later.
    const shown = async () => (await anyone.published.query()).some((one) => one.slug === slug);
    await until('the film to come down', shown, (is) => !is);
    expect(await codeOf(anyone.public.query({ slug }))).toBe('NOT_FOUND');
    const told = () => house.mail.messages().filter((mail) => mail.subject === 'Your account will be erased');
    await until('one mail', told, (mails) => mails.length === 1);

    const again = await signIn(house, 'back@example.com');
    expect((await again.api.auth.me.query())?.eraseAt).not.toBeNull();
    expect(await codeOf(again.api.campaigns.mine.query())).toBe('DELETION_PENDING');
    expect(await codeOf(again.api.settings.setDisplayName.mutate({ displayName: 'Nobody' }))).toBe(
      'DELETION_PENDING',
    );
    await Promise.all([again.api.auth.comeBack.mutate(), again.api.auth.comeBack.mutate()]);
    await eraseMembers(inDays(15));
    const kept = await again.api.campaigns.mine.query();
    // Addresses of posters are made for every view.
    const withoutAddress = (list: typeof mine) => list.map((one) => ({ ...one, posterUrl: null }));
    expect(withoutAddress(kept)).toEqual(withoutAddress(mine));
    await until('the film to be back', shown);
    expect((await anyone.public.query({ slug })).slug).toBe(slug);
  });

  it('is erased after 14 days, whole, however often; what the books need stays', async () => {
    const owner = await signIn(house, 'zebulon@example.com');
    const memberId = await memberIdOf(owner);
    await owner.api.settings.setDisplayName.mutate({ displayName: 'Zebulon Quist' });
    await sayOfPicture(owner, await picture('#990099').png().toBuffer());
    const promise = await promiseOf(film, 'zebulon-on-the-quay.mp4');
    const slug = await publish(house, owner, film, promise);
    await draftWith(owner, promise, 'Zebulon unfinished');
    const unbrought = await draftWith(owner, promise, 'Zebulon paid');
    await paid(house, owner, unbrought);
    await owner.api.settings.askExport.mutate();
    await until(
      'the export',
      () => owner.api.settings.export.query(),
      (made) => made?.state === 'ready',
    );
    const books = () => house.sql`
      select o.id, o.amount_minor, o.currency, o.status, p.session_id, p.payment_intent_id
      from orders o left join payments p on p.order_id = o.id where o.member_id = ${memberId} order by o.id`;
    await owner.api.settings.requestDeletion.mutate({ email: 'zebulon@example.com' });
    const late = await signIn(house, 'zebulon@example.com');
    await house.sql`update mails set sent_at = now() where sent_at is null`;
    const before = await books();
    expect(await tablesWith(house.sql, 'zebulon')).toContain('members');

    await eraseMembers(inDays(13.9));
    expect((await late.api.auth.me.query())?.memberId).toBe(memberId);

    // A run that dies in the middle has done nothing.
    const dying = {
      ...inDays(14.1),
      queue: {
        ...house.ctx.queue,
        enqueue: async () => {
          throw new Error('killed');
        },
      },
    };
    await expect(eraseMembers(dying)).rejects.toThrow('killed');
    expect((await late.api.auth.me.query())?.displayName).toBe('Zebulon Quist');

    await Promise.all([eraseMembers(inDays(14.1)), eraseMembers(inDays(14.1))]);
    await eraseMembers(inDays(20));
    expect(await late.api.auth.me.query()).toBeNull();
    await until(
      'the film to be gone',
      () => codeOf(visitor(house).api.campaigns.public.query({ slug })),
      (code) => code === 'NOT_FOUND',
    );
    await until('storage to be clear', house.stored, (keys) => !keys.some((key) => key.includes(memberId)));
    await until(
      'the money for the film that was never brought to be on its way back',
      () => house.sql`select r.amount_minor from refunds r join orders o on o.id = r.order_id
        where o.member_id = ${memberId} and r.sent_at is not null`,
      (rows) => rows.length === 1,
    );
    await until('the books to say so', books, (rows) => rows.some((row) => row.status === 'refunded'));
    const after = await books();
    expect(after.map(({ status: _, ...row }) => row)).toEqual(before.map(({ status: _, ...row }) => row));
    expect(await tablesWith(house.sql, 'zebulon')).toEqual([]);

    const anew = await signIn(house, 'zebulon@example.com');
    expect(await memberIdOf(anew)).not.toBe(memberId);
    expect(await anew.api.campaigns.mine.query()).toEqual([]);
  });

  it('with a plan that runs ends it with the account, once that was asked for too, and comes back without it', async () => {
    const email = 'subscribed@example.com';
    const owner = await signIn(house, email);
    const subscriptionId = await subscribed(owner);
    const leave = (endSubscription: boolean) =>
      codeOf(owner.api.settings.requestDeletion.mutate({ email, endSubscription }));
    expect(await leave(false)).toBe('SUBSCRIPTION_RUNNING');
    expect(atProvider(subscriptionId)).toBe('active');
    expect(await leave(true)).toBe('accepted');
    await until('the end of it', () => atProvider(subscriptionId) === 'canceled');
    const mails = (subject: string) =>
      house.mail.messages().filter((mail) => mail.to.includes(email) && mail.subject === subject);
    const told = await until(
      'the mail',
      () => mails('Your account will be erased'),
      (all) => all.length === 1,
    );
    expect(told[0]?.text).toContain('Your plan PRO ends at once');

    const again = await signIn(house, email);
    await again.api.auth.comeBack.mutate();
    const billing = await until(
      'the mirror of it',
      () => again.api.billing.mine.query(),
      ({ subscription }) => subscription?.status === 'canceled',
    );
    expect(billing).toMatchObject({
      plan: 'FREE',
      way: 'checkout',
      subscription: { plan: 'PRO', runs: false },
    });
    expect(mails('Your plan PRO has ended')).toHaveLength(0);

    // A job that comes again ends nothing that was begun since.
    const next = await subscribed(again);
    await endSubscription(house.ctx, { memberId: await memberIdOf(again), subscriptionId });
    expect(atProvider(next)).toBe('active');
  });

  it('that goes on being charged is erased only when that has ended, which its erasure sees to', async () => {
    const email = 'late@example.com';
    const owner = await signIn(house, email);
    const memberId = await memberIdOf(owner);
    const { url } = await owner.api.billing.start.mutate({ plan: 'PRO', interval: 'month' });
    expect(await codeOf(owner.api.settings.requestDeletion.mutate({ email }))).toBe('accepted');
    // Paid on a page that was still open.
    const subscriptionId = await paidFor(memberId, url);
    await eraseMembers(inDays(15));
    const erased = () => house.sql`select 1 from members where id = ${memberId} and erased_at is not null`;
    expect(await erased()).toHaveLength(0);
    await until('the end of it', () => atProvider(subscriptionId) === 'canceled');
    await until(
      'the mirror of it',
      () => house.sql`select 1 from subscriptions where member_id = ${memberId} and status = 'canceled'`,
      (rows) => rows.length === 1,
    );
    await eraseMembers(inDays(15));
    expect(await erased()).toHaveLength(1);
    await house.ctx.db.transaction((tx) =>
      queueMail({ ...house.ctx, tx } as never, {
        messageKey: `plan-ended:${memberId}`,
        recipient: `${memberId}@erased.invalid`,
        language: 'en',
        template: 'export_ready',
        data: {},
      }),
    );
    expect(await house.sql`select 1 from mails where recipient like '%@erased.invalid'`).toHaveLength(0);
  });
});

const atProvider = (subscriptionId: string) =>
  house.stripe.control.subscriptions().find(({ id }) => id === subscriptionId)?.status;

/** Pays the page at this address, and waits until the member's mirror shows the subscription; answers its id. */
async function paidFor(memberId: string, url: string): Promise<string> {
  const session = house.stripe.control.sessions().find((one) => one.url === url);
  house.stripe.control.pay(session?.id ?? '');
  const subscriptionId = house.stripe.control.subscriptions().at(-1)?.id ?? '';
  await until(
    'the subscription',
    () => house.sql`select 1 from subscriptions where member_id = ${memberId}
      and subscription_id = ${subscriptionId} and status = 'active'`,
    (rows) => rows.length === 1,
  );
  return subscriptionId;
}

/** A member who has begun PRO. */
async function subscribed(person: Person): Promise<string> {
  const { url } = await person.api.billing.start.mutate({ plan: 'PRO', interval: 'month' });
  return paidFor(await memberIdOf(person), url);
}

describe('the data page', () => {
  let browser: RunningBrowser;
  beforeAll(async () => {
    browser = await openFreshBrowser();
  });
  afterAll(() => browser?.close());

  it('makes an export, asks twice before the account goes, and offers to come back', async () => {
    const { page, troubles } = await watchedPage(browser.context);
    await signInOn(page, house, 'page@example.com');
    const subscriptionId = await subscribed(await signIn(house, 'page@example.com'));
    await page.goto(`${house.publicUrl}/settings/data`);
    await page.getByRole('button', { name: 'Put everything together' }).click();
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Fetch the ZIP' }).click();
    expect((await download).suggestedFilename()).toMatch(/^backlot-.*\.zip$/);
    await page.getByRole('button', { name: 'Erase the account' }).click();
    await page.getByText('Type the address of this account').waitFor();
    await page.getByRole('textbox', { name: /^To confirm/ }).fill('page@example.com');
    await shoot(page, 'data-page');
    await page.getByRole('button', { name: 'Erase the account' }).click();
    await page.getByRole('alertdialog').getByText('Your plan PRO ends at once').waitFor();
    await shoot(page, 'data-page-plan-ends');
    await page.getByRole('alertdialog').getByRole('button', { name: 'Erase the account' }).click();
    await page.getByRole('link', { name: 'Sign in' }).first().waitFor();
    await signInOn(page, house, 'page@example.com');
    await page.getByRole('heading', { name: 'This account is to be erased' }).waitFor();
    await shoot(page, 'come-back');
    await page.getByRole('button', { name: 'Keep the account' }).click();
    await page.getByRole('heading', { name: 'Campaigns' }).waitFor();
    await until('the end of the plan', () => atProvider(subscriptionId) === 'canceled');
    noTroubles(troubles);
    await page.close();
  });
});
