import type { Call } from '../call.ts';
import { S3Error } from '../errors.ts';
import { queryValue } from '../request.ts';
import { encodeAws } from '../signature.ts';

const maxPage = 1000;

/** How many entries a page may have: 1,000 at most, whatever is asked. @throws S3Error InvalidArgument */
export function pageSize(call: Call, parameter: string): number {
  const text = queryValue(call.request, parameter);
  if (text === undefined || text === '') return maxPage;
  if (!/^\d{1,10}$/.test(text)) {
    throw new S3Error('InvalidArgument', `Provided ${parameter} not an integer or within integer range`, {
      ArgumentName: parameter,
      ArgumentValue: text,
    });
  }
  return Math.min(maxPage, Number(text));
}

/** How keys are written: as they are, or percent-encoded with `encoding-type=url`. @throws S3Error InvalidArgument */
export function keyEncoder(call: Call): { type: string | undefined; encode(key: string): string } {
  const type = queryValue(call.request, 'encoding-type');
  if (type !== undefined && type !== 'url') {
    throw new S3Error('InvalidArgument', 'Invalid Encoding Method specified in Request');
  }
  return { type, encode: (key) => (type ? encodeAws(key, true) : key) };
}
