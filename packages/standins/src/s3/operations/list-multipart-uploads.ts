import type { OpenUpload } from '../bucket.ts';
import type { Call, Reply } from '../call.ts';
import { queryValue } from '../request.ts';
import { xmlDocument } from '../xml.ts';
import { keyEncoder, pageSize } from './paging.ts';

/** ListMultipartUploads: open uploads by key, those of one key by age. */
export function listMultipartUploads(call: Call): Reply {
  const { request } = call;
  const value = (name: string) => queryValue(request, name) ?? '';
  const bucket = call.store.bucket(request.bucket);
  const maxUploads = pageSize(call, 'max-uploads');
  const { type, encode } = keyEncoder(call);
  const [prefix, delimiter, keyMarker, idMarker] = [
    value('prefix'),
    value('delimiter'),
    value('key-marker'),
    value('upload-id-marker'),
  ];
  const inPrefix = bucket.uploads().filter(({ record }) => record.key.startsWith(prefix));
  const folded = (key: string): string | undefined => {
    const at = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
    return at < 0 ? undefined : key.slice(0, at + delimiter.length);
  };
  const prefixes = [...new Set(inPrefix.flatMap(({ record }) => folded(record.key) ?? []))].sort(compareUtf8);
  const after = inPrefix
    .filter(({ record }) => folded(record.key) === undefined)
    .filter((upload) => keyMarker === '' || isAfter(upload, keyMarker, idMarker))
    .sort(
      (a, b) => compareUtf8(a.record.key, b.record.key) || compareUtf8(a.record.uploadId, b.record.uploadId),
    );
  const page = after.slice(0, maxUploads);
  const truncated = after.length > page.length;
  const last = page.at(-1)?.record;
  const xml = xmlDocument('ListMultipartUploadsResult', {
    Bucket: request.bucket,
    KeyMarker: encode(keyMarker),
    UploadIdMarker: idMarker,
    NextKeyMarker: truncated && last ? encode(last.key) : undefined,
    NextUploadIdMarker: truncated && last ? last.uploadId : undefined,
    Prefix: encode(prefix),
    Delimiter: delimiter === '' ? undefined : encode(delimiter),
    EncodingType: type,
    MaxUploads: maxUploads,
    IsTruncated: truncated,
    Upload: page.map(({ record }) => ({
      Key: encode(record.key),
      UploadId: record.uploadId,
      StorageClass: 'STANDARD',
      Initiated: record.initiated,
      ChecksumAlgorithm: record.checksum?.algorithm,
      ChecksumType: record.checksum?.type,
    })),
    CommonPrefixes: prefixes.map((p) => ({ Prefix: encode(p) })),
  });
  return { status: 200, xml };
}

function compareUtf8(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

/** Without an upload id the marker stands behind all uploads of its key. */
function isAfter({ record }: OpenUpload, keyMarker: string, idMarker: string): boolean {
  const order = compareUtf8(record.key, keyMarker);
  return order > 0 || (order === 0 && idMarker !== '' && compareUtf8(record.uploadId, idMarker) > 0);
}
