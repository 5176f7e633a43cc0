import { BacklotError, type VideoFailure, type VideoProviderName } from '@backlot/core';

/** What a provider answered: its status, and its body as JSON; undefined when the body is none. */
export type Answer = { status: number; body: unknown };

type Call = {
  operation: string;
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Below the base address, with its slash. */
  path: string;
  query?: Readonly<Record<string, string>>;
  headers?: Readonly<Record<string, string>>;
  body?: unknown;
  /** Takes an answer that would otherwise count as an outage or as gone. */
  takes?: (answer: Answer) => boolean;
};

/** Calls a provider; answers what it said when that was a success or a refusal for good. */
export type VideoClient = (call: Call) => Promise<Answer>;

const timeoutMs = 20_000;
/** A job is some kilobytes; nothing honest comes near this. */
const answerBytesMax = 1024 * 1024;

/** What may pass: outages, limits, and what the operator has to mend at the provider (key, money, rights). */
const passing = new Set([401, 402, 403, 408, 409, 425, 429]);

/** A gateway answers so when what stands behind it did not, whatever that has done. */
const perhapsHeard = new Set([502, 504]);
/** How Node and undici call a connection that was never made: nobody has heard anything. */
const neverMade = new Set([
  ...['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'],
  'UND_ERR_CONNECT_TIMEOUT',
]);

/**
 * A client of one provider. No redirect is followed: the key would go along. Nothing of an answer gets into an error, since
 * providers repeat prompts and addresses in theirs.
 * @throws BacklotError PROVIDER_UNAVAILABLE, with `heard` when the provider may have done what it was asked for; NOT_FOUND
 */
export function videoClient(config: {
  provider: VideoProviderName;
  baseUrl: string;
  headers: Readonly<Record<string, string>>;
}): VideoClient {
  const { provider, headers } = config;
  const baseUrl = config.baseUrl.replace(/\/+$/, '');
  return async ({ operation, method, path, query, headers: more, body, takes }) => {
    const search = query ? `?${new URLSearchParams(query)}` : '';
    const unavailable = (status: number | null, heard: boolean) =>
      new BacklotError('PROVIDER_UNAVAILABLE', { provider, operation, status, heard });
    let answer: Answer;
    try {
      const response = await fetch(`${baseUrl}${path}${search}`, {
        method,
        redirect: 'manual',
        headers: {
          accept: 'application/json',
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...headers,
          ...more,
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(timeoutMs),
      });
      answer = { status: response.status, body: parseJson(await readAtMost(response)) };
    } catch (error) {
      throw unavailable(null, !neverMade.has(codeOf(error)));
    }
    const { status } = answer;
    if (takes?.(answer)) return answer;
    if (status === 404) throw new BacklotError('NOT_FOUND', { provider, operation });
    if (status >= 500 || (status >= 300 && status < 400) || passing.has(status))
      throw unavailable(status, perhapsHeard.has(status));
    return answer;
  };
}

/** A job's name as one step of a path. One that is a way up leads to no job. */
export function stepTo(provider: VideoProviderName, jobId: string): string {
  if (jobId === '.' || jobId === '..') throw new BacklotError('NOT_FOUND', { provider });
  return encodeURIComponent(jobId);
}

/** Whether the provider did what it was asked for. */
export const isSuccess = ({ status }: Answer): boolean => status >= 200 && status < 300;

/** An answer that we cannot read; asking again may help, since it is no word about the job. */
export const unreadable = (provider: VideoProviderName, operation: string): BacklotError =>
  new BacklotError('PROVIDER_UNAVAILABLE', { provider, operation, status: null, heard: true });

/** The provider will never make this one. */
export const refused = (provider: VideoProviderName, failure: VideoFailure, status: number): BacklotError =>
  new BacklotError('VIDEO_REFUSED', { provider, failure, status });

async function readAtMost(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const chunk of response.body ?? []) {
    sizeBytes += chunk.length;
    if (sizeBytes > answerBytesMax) throw new RangeError('the answer is too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The code of what fetch failed of, which it keeps in the cause. */
function codeOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : null;
  return cause instanceof Error && 'code' in cause ? String(cause.code) : '';
}
