import { S3Error } from './errors.ts';
import type { ObjectRecord } from './records.ts';

type Headers = ReadonlyMap<string, string>;

/** Whether an entity tag list of a header (`*`, `"a", "b"`, bare) names this one. */
export function matchesEtag(header: string, etag: string): boolean {
  return header
    .split(',')
    .map((tag) => tag.trim().replace(/^W\//, '').replace(/^"|"$/g, ''))
    .some((tag) => tag === '*' || tag === etag);
}

/** Whether the object changed after an HTTP date (whole seconds); an unreadable date says nothing. */
function changedSince(record: ObjectRecord, date: string): boolean | undefined {
  const since = Date.parse(date);
  if (Number.isNaN(since)) return undefined;
  return Math.floor(Date.parse(record.lastModified) / 1000) * 1000 > since;
}

function failed(condition: string): S3Error {
  return new S3Error('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', {
    Condition: condition,
  });
}

/** 'ok', 'unchanged' (304 for reads), or the name of the condition that failed. RFC 9110 §13.2.2. */
function evaluate(
  record: ObjectRecord,
  headers: Headers,
  prefix: string,
): 'ok' | 'unchanged' | { failed: string } {
  const match = headers.get(`${prefix}if-match`);
  const unmodified = headers.get(`${prefix}if-unmodified-since`);
  const noneMatch = headers.get(`${prefix}if-none-match`);
  const modified = headers.get(`${prefix}if-modified-since`);
  if (match !== undefined) {
    if (!matchesEtag(match, record.etag)) return { failed: 'If-Match' };
  } else if (unmodified !== undefined && changedSince(record, unmodified)) {
    return { failed: 'If-Unmodified-Since' };
  }
  if (noneMatch !== undefined) {
    if (matchesEtag(noneMatch, record.etag)) return 'unchanged';
  } else if (modified !== undefined && changedSince(record, modified) === false) return 'unchanged';
  return 'ok';
}

/** Conditions of GET and HEAD. @throws S3Error PreconditionFailed (412), NotModified (304) */
export function assertReadable(record: ObjectRecord, headers: Headers): void {
  const result = evaluate(record, headers, '');
  if (result === 'unchanged')
    throw new S3Error('NotModified', 'Not Modified', {}, { etag: `"${record.etag}"` });
  if (result !== 'ok') throw failed(result.failed);
}

/** Conditions x-amz-copy-source-if-* on the source of a copy. @throws S3Error PreconditionFailed */
export function assertCopyable(record: ObjectRecord, headers: Headers): void {
  const result = evaluate(record, headers, 'x-amz-copy-source-');
  if (result !== 'ok')
    throw failed(result === 'unchanged' ? 'x-amz-copy-source-If-None-Match' : result.failed);
}

/**
 * Conditions of a write on what is there now; asked before the body and again at the moment of commit.
 * Source: Amazon S3 User Guide, "Conditional requests".
 * @throws S3Error PreconditionFailed, NoSuchKey (If-Match on nothing), NotImplemented (If-None-Match on a tag)
 */
export function assertWritable(existing: ObjectRecord | undefined, headers: Headers): void {
  const noneMatch = headers.get('if-none-match');
  const match = headers.get('if-match');
  if (noneMatch !== undefined && noneMatch.trim() !== '*') {
    throw new S3Error(
      'NotImplemented',
      'A header you provided implies functionality that is not implemented',
      {
        Header: 'If-None-Match',
      },
    );
  }
  if (noneMatch !== undefined && existing) throw failed('If-None-Match');
  if (match === undefined) return;
  if (!existing) throw new S3Error('NoSuchKey', 'The specified key does not exist.');
  if (!matchesEtag(match, existing.etag)) throw failed('If-Match');
}
