import { BacklotError, type Download, type Downloads, failureOfStatus } from '@backlot/core';
import { type buildConnector, Client, type Dispatcher, errors } from 'undici';
import { downloadError, readAddress, type TrustedHosts } from './addresses.ts';
import { one, readAnswer } from './answer.ts';
import { limitedBody } from './body.ts';
import { guardedConnector } from './connector.ts';
import type { DownloadLimits } from './limits.ts';

type Asked = Parameters<Downloads['open']>[0];

const redirectsMax = 3;
const redirects = new Set([301, 302, 303, 307, 308]);
const headerBytesMax = 32 * 1024;

export type Means = {
  trusted: TrustedHosts;
  limits: DownloadLimits;
  /** The guarded one unless a test brings another. */
  connector?: buildConnector.connector | undefined;
};

/** Opens an address; see the port. */
export async function open(means: Means, asked: Asked): Promise<Download> {
  const untilMs = performance.now() + means.limits.totalTimeoutMs;
  // Without a validator nobody could tell whether the rest belongs to what we have.
  const from = asked.validator === null ? 0 : asked.offset;
  const found = await follow(means, { ...asked, offset: from });
  const { client, response } = found;
  try {
    if (response.statusCode === 416 && from > 0) return await startOver(means, asked, client);
    if (response.statusCode !== 200 && response.statusCode !== 206)
      throw downloadError(failureOfStatus(response.statusCode));
    const facts = readAnswer(response.statusCode, response.headers, {
      offset: from,
      validator: asked.validator,
    });
    if (facts === null) return await startOver(means, asked, client);
    if ((facts.sizeBytes ?? 0) > means.limits.sizeBytesMax) throw downloadError('too_large');
    const { sizeBytes, offset, validator } = facts;
    const bytes = limitedBody({
      body: response.body,
      expectedBytes: facts.bodyBytes,
      roomBytes: means.limits.sizeBytesMax - offset,
      untilMs,
      limits: means.limits,
      signal: asked.signal,
      onEnd: () => drop(client),
    });
    return { sizeBytes, offset, validator, bytes };
  } catch (error) {
    drop(client, response);
    throw error;
  }
}

/** Bytes of another length or time than before: all of them are wanted. */
function startOver(means: Means, asked: Asked, client: Client): Promise<Download> {
  drop(client);
  return open(means, { ...asked, offset: 0, validator: null });
}

/** Asks, and asks again where it is sent on; every address is checked as if it were the first. */
async function follow(
  means: Means,
  asked: Asked,
): Promise<{ client: Client; response: Dispatcher.ResponseData }> {
  let url = readAddress(asked.url, undefined, means.trusted);
  let own = asked.headers;
  for (let hops = 0; hops <= redirectsMax; hops += 1) {
    const { client, response } = await request(means, url, { ...asked, headers: own });
    if (!redirects.has(response.statusCode)) return { client, response };
    try {
      const location = one(response.headers, 'location');
      if (location === null) throw downloadError('unexpected_answer');
      const next = readAddress(location, url, means.trusted);
      // A secret is for the host that it was given for.
      if (next.origin !== url.origin) own = {};
      url = next;
    } finally {
      drop(client, response);
    }
  }
  throw downloadError('too_many_redirects');
}

async function request(means: Means, url: URL, asked: Asked) {
  const { headTimeoutMs } = means.limits;
  const client = new Client(url.origin, {
    connect: means.connector ?? guardedConnector(means.trusted),
    headersTimeout: headTimeoutMs,
    bodyTimeout: 0,
    maxHeaderSize: headerBytesMax,
    allowH2: false,
  });
  const tooLate = AbortSignal.timeout(headTimeoutMs);
  const signal = asked.signal ? AbortSignal.any([asked.signal, tooLate]) : tooLate;
  const head = new AbortController();
  const onAbort = () => head.abort();
  try {
    if (asked.signal?.aborted) throw downloadError('stopped');
    signal.addEventListener('abort', onAbort);
    const response = await client.request({
      method: 'GET',
      path: `${url.pathname}${url.search}`,
      headers: headersFor(asked),
      // One connection for one answer: nothing of it is used again.
      reset: true,
      signal: head.signal,
    });
    return { client, response };
  } catch (error) {
    drop(client);
    throw whatWentWrong(error, asked.signal?.aborted ?? false, tooLate.aborted);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

const oursAlone = new Set([
  'host',
  'connection',
  'accept-encoding',
  'range',
  'if-range',
  'content-length',
  'transfer-encoding',
  'te',
  'upgrade',
]);

function headersFor({ headers, offset, validator }: Asked): Record<string, string> {
  const theirs = Object.entries(headers).filter(([name]) => !oursAlone.has(name.toLowerCase()));
  return {
    ...Object.fromEntries(theirs),
    'accept-encoding': 'identity',
    ...(offset > 0 && validator !== null && { range: `bytes=${offset}-`, 'if-range': validator }),
  };
}

/** Never the error itself: its words name the address. */
function whatWentWrong(error: unknown, stopped: boolean, late: boolean): BacklotError {
  if (error instanceof BacklotError) return error;
  if (stopped) return downloadError('stopped');
  const code = error instanceof Error && 'code' in error ? error.code : null;
  const timedOut = late || code === 'UND_ERR_HEADERS_TIMEOUT' || code === 'UND_ERR_CONNECT_TIMEOUT';
  if (timedOut) return downloadError('timed_out');
  // A head that is no HTTP, or too long, will be the same next time.
  const broken = error instanceof errors.HTTPParserError || error instanceof errors.HeadersOverflowError;
  return downloadError(broken ? 'unexpected_answer' : 'unreachable');
}

function drop(client: Client, response?: Dispatcher.ResponseData): void {
  // What comes after the head of an answer that we do not want is of no interest, nor how its connection ends.
  response?.body.on('error', () => {}).destroy();
  client.destroy().catch(() => {});
}
