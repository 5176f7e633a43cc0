import {
  type ActivityDetail,
  type ActivityKind,
  activitiesPerReportMax,
  activityAgeMaxMs,
  activityKinds,
} from '@backlot/core';
import { isEditStep, leadsTo, patterns } from './paths.ts';

/** One thing that was done here, until it is sent. */
interface Noted {
  id: string;
  kind: ActivityKind;
  detail: ActivityDetail;
  campaign: string | null;
  atMs: number;
}

const address = '/api/trpc/activities.report';
/** So long the first of a report waits for others. */
const gatherMs = 10_000;

let started = false;
let waiting: Noted[] = [];
let timer: ReturnType<typeof setTimeout> | undefined;
let lastPath: string | null = null;

/** Whether the reader asked not to be counted (Do Not Track, Global Privacy Control). */
export function wantsNoCounting(browser: {
  doNotTrack?: string | null;
  globalPrivacyControl?: boolean;
}): boolean {
  return browser.doNotTrack === '1' || browser.globalPrivacyControl === true;
}

/**
 * Begins to count what is done in this tab: names of pages and steps, and the campaign they are about. Nothing is kept
 * in the browser and nothing names the reader; the session says whose it is. Called after the first picture stands.
 */
export function startActivities(): void {
  if (started || wantsNoCounting(navigator)) return;
  started = true;
  // The router announces its own changes by these names, beside the browser's.
  for (const event of ['popstate', 'pushState', 'replaceState']) addEventListener(event, look);
  // The last moment in which something can be sent.
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') send();
  });
  addEventListener('pagehide', send);
  look();
}

/** Keeps one for the next report; nothing when nobody is to be counted. */
export function noteActivity<K extends ActivityKind>(
  kind: K,
  detail: ActivityDetail<K>,
  campaign: string | null,
): void {
  if (!started) return;
  waiting.push({ id: crypto.randomUUID(), kind, detail, campaign, atMs: performance.now() });
  if (waiting.length >= activitiesPerReportMax / 2) send();
  else timer ??= setTimeout(send, gatherMs);
}

/** Hands what waits to the browser, which sends it even when the page is left. */
function send(): void {
  clearTimeout(timer);
  timer = undefined;
  const now = performance.now();
  const fresh = waiting.filter(({ atMs }) => now - atMs < activityAgeMaxMs).slice(-activitiesPerReportMax);
  waiting = [];
  if (fresh.length === 0) return;
  const activities = fresh.map(({ atMs, ...rest }) => ({ ...rest, agoMs: Math.round(now - atMs) }));
  const body = new Blob([JSON.stringify({ activities })], { type: 'application/json' });
  // Full: it is tried again with what comes next.
  if (!navigator.sendBeacon(address, body)) waiting = fresh;
}

function look(): void {
  const { pathname, search } = location;
  if (pathname === lastPath) return;
  lastPath = pathname;
  for (const seen of activitiesAt(pathname, search)) noteActivity(seen.kind, seen.detail, seen.campaign);
}

interface Seen {
  kind: ActivityKind;
  detail: ActivityDetail;
  campaign: string | null;
}

const pageNames: ReadonlySet<string> = new Set(activityKinds['page.viewed']);

/** What coming to an address means. */
export function activitiesAt(pathname: string, search: string): Seen[] {
  const name = Object.entries(patterns).find(([, pattern]) => leadsTo(pathname, pattern))?.[0] ?? 'other';
  const [, , id = null, , step = ''] = pathname.split('/');
  const campaign = ['published', 'campaign', 'editCampaign'].includes(name) ? id : null;
  const detail = (pageNames.has(name) ? name : 'other') as ActivityDetail<'page.viewed'>;
  const seen: Seen[] = [{ kind: 'page.viewed', detail, campaign }];
  if (name === 'editCampaign' && isEditStep(step))
    seen.push({ kind: 'campaign.step', detail: step, campaign });
  const query = new URLSearchParams(search);
  if (name === 'campaign' && query.has('paid'))
    seen.push({ kind: 'checkout.step', detail: 'returned', campaign });
  if (name === 'campaign' && query.has('left'))
    seen.push({ kind: 'checkout.step', detail: 'left', campaign });
  return seen;
}
