import { newSecret } from './session.ts';

/**
 * A secret cookie that a browser gets when it asks for a sign-in link: the link works in this browser only, so a
 * link that is forwarded or read by somebody else opens nothing.
 */
const name = '__Host-backlot-browser';

export function readBrowserKey(cookieHeader: string | null): string | null {
  const pair = (cookieHeader ?? '').split(/;\s*/).find((item) => item.startsWith(`${name}=`));
  const value = pair?.slice(name.length + 1) ?? '';
  return /^[A-Za-z0-9_-]{43}$/.test(value) ? value : null;
}

export function newBrowserKey(): { key: string; setCookie: string } {
  const key = newSecret();
  return { key, setCookie: `${name}=${key}; Path=/; Max-Age=2592000; HttpOnly; Secure; SameSite=Lax` };
}
