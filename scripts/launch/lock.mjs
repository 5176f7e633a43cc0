import { linkSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';

const BEAT_MS = 2_000;
const STALE_AFTER_MS = 30_000;

/**
 * Runs `work` while holding the lock file; waits while another launch holds it. A lock whose process is gone, or that stopped
 * beating (a process number used again, a machine that slept), is taken over.
 * @template T
 * @param {string} path
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(path, work) {
  const token = `${process.pid} ${Date.now()} ${Math.random()}`;
  let told = false;
  while (!take(path, token)) {
    if (!told) console.error('Another command is installing in this folder; waiting for it.');
    told = true;
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  const beat = setInterval(() => touch(path), BEAT_MS);
  try {
    return await work();
  } finally {
    clearInterval(beat);
    if (read(path) === token) rmSync(path, { force: true });
  }
}

function take(path, token) {
  try {
    writeFileSync(path, token, { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  }
  const seen = read(path);
  if (seen !== undefined && isStale(path, seen)) removeIfUnchanged(path, seen);
  return false;
}

/** An empty lock was just made and will be written to in an instant, unless its maker died in between. */
function isStale(path, content) {
  const patienceMs = content === '' ? BEAT_MS : STALE_AFTER_MS;
  if (content !== '' && !isAlive(Number.parseInt(content, 10))) return true;
  try {
    return Date.now() - statSync(path).mtimeMs > patienceMs;
  } catch {
    return false;
  }
}

/** Moves the lock aside first: of two waiters that saw the same stale lock, the slower must not delete the winner's new one. */
function removeIfUnchanged(path, seen) {
  const aside = `${path}.${process.pid}`;
  try {
    renameSync(path, aside);
  } catch {
    return;
  }
  if (read(aside) !== seen) {
    try {
      linkSync(aside, path);
    } catch {
      // A third launch took the lock meanwhile; whoever lost it finds out by its token.
    }
  }
  rmSync(aside, { force: true });
}

function isAlive(pid) {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function touch(path) {
  try {
    const now = new Date();
    utimesSync(path, now, now);
  } catch {
    // Taken over or removed: the token check at the end sees it.
  }
}
