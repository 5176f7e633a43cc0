import type { Credentials } from './authenticate.ts';
import { S3Error } from './errors.ts';
import { algorithm, parseAmzDate, sameSignature, signingKey, signText } from './signature.ts';

/** How many bytes the file of a form may have. */
export interface FileLimits {
  readonly minBytes: number;
  readonly maxBytes: number;
}

type Condition =
  | { readonly kind: 'eq' | 'starts-with'; readonly field: string; readonly value: string }
  | { readonly kind: 'content-length-range'; readonly min: number; readonly max: number };

function refused(reason: string): S3Error {
  return new S3Error('AccessDenied', `Invalid according to Policy: ${reason}`);
}

/**
 * Checks a form against the policy it carries: its signature, that it has not expired, every condition, and that no
 * field is there without a condition. Source: Amazon S3 API Reference, "POST Policy".
 * @returns the limits on the file's size that the policy sets
 * @throws S3Error AccessDenied, SignatureDoesNotMatch, InvalidAccessKeyId, InvalidPolicyDocument, InvalidArgument
 */
export function checkPolicy(
  fields: ReadonlyMap<string, string>,
  bucket: string,
  credentials: Credentials,
  now: Date,
): FileLimits {
  const policy = fields.get('policy');
  if (!policy) throw new S3Error('AccessDenied', 'Access Denied');
  checkSignature(fields, policy, credentials);
  const { expiresAt, conditions } = readPolicy(policy);
  if (now.getTime() > expiresAt.getTime()) throw refused('Policy expired.');

  const values = new Map([...fields, ['bucket', bucket]]);
  const limits = { minBytes: 0, maxBytes: Number.MAX_SAFE_INTEGER };
  for (const condition of conditions) {
    if (condition.kind === 'content-length-range') {
      limits.minBytes = Math.max(limits.minBytes, condition.min);
      limits.maxBytes = Math.min(limits.maxBytes, condition.max);
    } else if (!holds(condition, values.get(condition.field))) {
      const shown = JSON.stringify([condition.kind, `$${condition.field}`, condition.value]);
      throw refused(`Policy Condition failed: ${shown}`);
    }
  }
  const covered = new Set(conditions.flatMap((c) => (c.kind === 'content-length-range' ? [] : [c.field])));
  const extra = [...fields.keys()].find((name) => needsCondition(name) && !covered.has(name));
  if (extra !== undefined) throw refused(`Extra input fields: ${extra}`);
  return limits;
}

function needsCondition(field: string): boolean {
  return !['policy', 'x-amz-signature', 'file'].includes(field) && !field.startsWith('x-ignore-');
}

function holds(condition: Extract<Condition, { field: string }>, value: string | undefined): boolean {
  if (value === undefined) return false;
  return condition.kind === 'eq' ? value === condition.value : value.startsWith(condition.value);
}

function checkSignature(fields: ReadonlyMap<string, string>, policy: string, credentials: Credentials): void {
  const field = (name: string): string => {
    const value = fields.get(name);
    if (!value) {
      throw new S3Error('InvalidArgument', `Bucket POST must contain a field named '${name}'.`, {
        ArgumentName: name,
      });
    }
    return value;
  };
  if (field('x-amz-algorithm') !== algorithm) {
    throw new S3Error('InvalidArgument', `X-Amz-Algorithm only supports "${algorithm}"`);
  }
  const amzDate = field('x-amz-date');
  const [accessKeyId, day = '', region, service, end, ...rest] = field('x-amz-credential').split('/');
  if (service !== 's3' || end !== 'aws4_request' || rest.length > 0 || region !== credentials.region) {
    throw new S3Error('InvalidArgument', 'The Credential is malformed or for another region.');
  }
  if (!parseAmzDate(amzDate) || day !== amzDate.slice(0, 8)) {
    throw new S3Error(
      'InvalidArgument',
      "X-Amz-Date must be in the ISO8601 Long Format, of the credential's day",
    );
  }
  if (accessKeyId !== credentials.accessKeyId) {
    throw new S3Error(
      'InvalidAccessKeyId',
      'The AWS Access Key Id you provided does not exist in our records.',
    );
  }
  const expected = signText(signingKey(credentials.secretAccessKey, day, region), policy);
  if (!sameSignature(expected, field('x-amz-signature'))) {
    throw new S3Error(
      'SignatureDoesNotMatch',
      'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
    );
  }
}

function readPolicy(base64: string): { expiresAt: Date; conditions: Condition[] } {
  const invalid = (why: string) => new S3Error('InvalidPolicyDocument', `Invalid Policy: ${why}`);
  let parsed: unknown;
  try {
    parsed = JSON.parse(Buffer.from(base64, 'base64').toString('utf8'));
  } catch {
    throw invalid('Invalid JSON.');
  }
  const { expiration, conditions } = (parsed ?? {}) as Record<string, unknown>;
  const expiresAt = new Date(typeof expiration === 'string' ? expiration : Number.NaN);
  if (Number.isNaN(expiresAt.getTime())) throw invalid("Invalid 'expiration' value.");
  if (!Array.isArray(conditions)) throw invalid("Invalid 'conditions' value.");
  return {
    expiresAt,
    conditions: conditions.flatMap((item: unknown): Condition[] => {
      const read = Array.isArray(item) ? readTriple(item) : readPairs(item);
      if (!read) throw invalid(`Invalid Condition: ${JSON.stringify(item)}`);
      return read;
    }),
  };
}

function readTriple(item: readonly unknown[]): Condition[] | undefined {
  const [kind, a, b] = item;
  if (item.length !== 3 || typeof kind !== 'string') return undefined;
  const name = kind.toLowerCase();
  if (name === 'content-length-range') {
    const [min, max] = [Number(a), Number(b)];
    return Number.isSafeInteger(min) && Number.isSafeInteger(max) && min <= max
      ? [{ kind: name, min, max }]
      : undefined;
  }
  if ((name !== 'eq' && name !== 'starts-with') || typeof a !== 'string' || typeof b !== 'string')
    return undefined;
  return a.startsWith('$') ? [{ kind: name, field: a.slice(1).toLowerCase(), value: b }] : undefined;
}

function readPairs(item: unknown): Condition[] | undefined {
  if (typeof item !== 'object' || item === null) return undefined;
  const pairs = Object.entries(item);
  if (pairs.length === 0 || pairs.some(([, value]) => typeof value !== 'string')) return undefined;
  return pairs.map(([field, value]) => ({ kind: 'eq', field: field.toLowerCase(), value: String(value) }));
}
