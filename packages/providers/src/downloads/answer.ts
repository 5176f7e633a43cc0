import { downloadError } from './addresses.ts';

export type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** What the head of an answer says of its bytes. */
export type AnswerFacts = {
  sizeBytes: number | null;
  offset: number;
  /** What comes with this answer. */
  bodyBytes: number | null;
  validator: string | null;
};

/**
 * Reads the head of an answer of 200 or 206.
 * @param asked from where the bytes were asked for; 0 for all
 * @returns null when the source has other bytes than before, so that they must be asked for from the start
 * @throws DOWNLOAD_FAILED encoded, unexpected_answer
 */
export function readAnswer(
  status: 200 | 206,
  headers: Headers,
  asked: { offset: number; validator: string | null },
): AnswerFacts | null {
  if (one(headers, 'content-encoding') !== null) throw downloadError('encoded');
  if (!['', 'chunked'].includes((one(headers, 'transfer-encoding') ?? '').trim().toLowerCase()))
    throw downloadError('encoded');
  const bodyBytes = wholeNumber(one(headers, 'content-length'));
  const validator = validatorOf(headers);
  if (status === 200) return { sizeBytes: bodyBytes, offset: 0, bodyBytes, validator };
  const range = /^bytes (\d{1,16})-(\d{1,16})\/(\d{1,16})$/.exec(one(headers, 'content-range') ?? '');
  const [start = -1, last = -1, sizeBytes = -1] = (range ?? []).slice(1).map(Number);
  const fits =
    asked.offset > 0 &&
    start === asked.offset &&
    last === sizeBytes - 1 &&
    start <= last &&
    (bodyBytes === null || bodyBytes === sizeBytes - start);
  if (!fits) throw downloadError('unexpected_answer');
  if (validator !== asked.validator) return null;
  return { sizeBytes, offset: start, bodyBytes: sizeBytes - start, validator };
}

/** A strong ETag or a date: what `If-Range` may carry (RFC 9110, 13.1.5). */
function validatorOf(headers: Headers): string | null {
  const etag = one(headers, 'etag');
  if (etag !== null && /^"[\x21\x23-\x7e]{0,512}"$/.test(etag)) return etag;
  const date = one(headers, 'last-modified');
  return date !== null && Number.isFinite(Date.parse(date)) && /^[\w, :+-]{1,64}$/.test(date) ? date : null;
}

export function one(headers: Headers, name: string): string | null {
  const value = headers[name];
  if (Array.isArray(value)) throw downloadError('unexpected_answer');
  return value ?? null;
}

function wholeNumber(text: string | null): number | null {
  if (text === null) return null;
  if (!/^\d{1,16}$/.test(text) || !Number.isSafeInteger(Number(text)))
    throw downloadError('unexpected_answer');
  return Number(text);
}
