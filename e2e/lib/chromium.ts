import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium } from 'playwright-core';
import { until } from './until.ts';

/** Without these a Chromium without a network tries to reach its maker's hosts. */
const quiet = [
  '--headless=new',
  '--no-first-run',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-gpu',
  '--disable-dev-shm-usage',
];

/** The pages of the address bar, which nobody opens here, would take nearly half of what a browser's start costs. */
const bare = '--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup';

/** Flags for a browser that a test drives, as root or not. */
export const quietFlags = (): string[] => [...quiet, ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])];

/** A Chromium whose contexts forget everything. CHROMIUM_PATH names the program; `npm test` sets it. */
export const launchBrowser = (): Promise<Browser> =>
  chromium.launch({
    executablePath: process.env.CHROMIUM_PATH,
    args: quietFlags(),
    // Where the shell names no locale, Chromium takes no name of a file beyond ASCII, and calls it "download".
    env: { ...process.env, LC_ALL: 'C.UTF-8' },
  });

export type RunningBrowser = {
  context: BrowserContext;
  /** Ends the browser as a crash does: nothing is written or said. */
  kill(): Promise<void>;
  close(): Promise<void>;
};

/** A folder for a browser's profile, and its removal. */
export async function newProfile(): Promise<{ folder: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'backlot-profile-'));
  return {
    folder,
    remove: () => rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }),
  };
}

/**
 * A real Chromium on a profile of its own, in its own process, so that it can be killed and started again on what it
 * had kept. CHROMIUM_PATH names the program; `npm test` sets it.
 */
export async function openBrowser(
  profile: string,
  options: { language?: string; flags?: readonly string[] } = {},
): Promise<RunningBrowser> {
  const { language = 'en-GB', flags = [] } = options;
  const program = process.env.CHROMIUM_PATH;
  if (!program)
    throw new Error('CHROMIUM_PATH is not set: run the tests by `npm test`, which finds a browser.');
  const child = spawn(
    program,
    [
      ...quietFlags(),
      bare,
      ...flags,
      `--lang=${language}`,
      `--user-data-dir=${profile}`,
      '--remote-debugging-port=0',
      'about:blank',
    ],
    { stdio: ['ignore', 'ignore', 'pipe'], detached: true, env: { ...process.env, LANGUAGE: language } },
  );
  endWithUs(child);
  const address = await debuggingAddress(child);
  const browser = await chromium.connectOverCDP(address);
  const [context] = browser.contexts();
  if (!context) throw new Error('the browser has no context');
  const end = async (signal: 'SIGKILL' | 'SIGTERM') => {
    endGroup(child, signal);
    await until('the browser to end', () => child.exitCode !== null || child.signalCode !== null);
    await browser.close().catch(() => {});
  };
  return { context, kill: () => end('SIGKILL'), close: () => end('SIGTERM') };
}

/** The same on a new profile, which goes with it. */
export async function openFreshBrowser(
  options: { language?: string; flags?: readonly string[] } = {},
): Promise<RunningBrowser> {
  const profile = await newProfile();
  const { context, kill, close } = await openBrowser(profile.folder, options);
  return {
    context,
    kill: () => kill().then(profile.remove),
    close: () => close().then(profile.remove),
  };
}

/** A test that fails before it closes its browser leaves none behind: its process is ended by SIGTERM, without `exit`. */
function endWithUs(child: ChildProcess): void {
  const end = () => endGroup(child, 'SIGKILL');
  const endAndGo = () => {
    end();
    if (process.listenerCount('SIGTERM') === 0) process.kill(process.pid, 'SIGTERM');
  };
  process.once('exit', end);
  process.once('SIGTERM', endAndGo);
  child.once('exit', () => {
    process.off('exit', end);
    process.off('SIGTERM', endAndGo);
  });
}

/** The whole group: renderers and helpers do not outlive their browser. */
function endGroup(child: ChildProcess, signal: 'SIGKILL' | 'SIGTERM'): void {
  if (child.exitCode === null && child.signalCode === null && child.pid) process.kill(-child.pid, signal);
}

function debuggingAddress(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const address = /DevTools listening on (ws:\/\/\S+)/.exec(said)?.[1];
      if (address) resolve(address);
    });
    child.once('exit', (code) => reject(new Error(`Chromium ended with ${code}: ${said.slice(-500)}`)));
  });
}
