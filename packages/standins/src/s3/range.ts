import { S3Error } from './errors.ts';

/** Bytes `offsetBytes` to `offsetBytes + lengthBytes`, of an object. */
export interface ByteRange {
  readonly offsetBytes: number;
  readonly lengthBytes: number;
}

/**
 * Reads a Range header against an object's size. Anything that is not one byte range is ignored
 * (undefined: the whole object), as RFC 9110 §14.2 allows and S3 does.
 * @throws S3Error InvalidRange (416) when nothing of the object lies in it
 */
export function parseRange(header: string | undefined, sizeBytes: number): ByteRange | undefined {
  const match = /^bytes=\s*(\d*)\s*-\s*(\d*)\s*$/.exec(header ?? '');
  if (!match) return undefined;
  const [first, last] = [match[1] as string, match[2] as string];
  if (first === '' && last === '') return undefined;
  if (first !== '' && last !== '' && Number(last) < Number(first)) return undefined;
  const offsetBytes = first === '' ? Math.max(0, sizeBytes - Number(last)) : Number(first);
  const endBytes = first === '' || last === '' ? sizeBytes : Math.min(sizeBytes, Number(last) + 1);
  if (offsetBytes >= endBytes) {
    throw new S3Error(
      'InvalidRange',
      'The requested range is not satisfiable',
      { RangeRequested: header ?? '', ActualObjectSize: String(sizeBytes) },
      { 'content-range': `bytes */${sizeBytes}` },
    );
  }
  return { offsetBytes, lengthBytes: endBytes - offsetBytes };
}

/** @throws S3Error InvalidArgument when x-amz-copy-source-range is not `bytes=first-last` within the source */
export function parseCopyRange(header: string, sizeBytes: number): ByteRange {
  const match = /^bytes=(\d+)-(\d+)$/.exec(header);
  const [first, last] = [Number(match?.[1]), Number(match?.[2])];
  if (!match || last < first || last >= sizeBytes) {
    throw new S3Error(
      'InvalidArgument',
      `Range specified is not valid for source object of size: ${sizeBytes}`,
      { ArgumentName: 'x-amz-copy-source-range', ArgumentValue: header },
    );
  }
  return { offsetBytes: first, lengthBytes: last - first + 1 };
}
