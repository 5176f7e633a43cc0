import type { Call, Reply, Write } from '../call.ts';
import { matchesEtag } from '../conditions.ts';
import { S3Error } from '../errors.ts';
import { receiveText } from '../receive.ts';
import { isTree, parseXml, textOf, xmlDocument } from '../xml.ts';

const maxKeys = 1000;
const maxDocumentBytes = 2 * 1024 * 1024;

/** DeleteObject: 204 whether the object was there or not; with If-Match only that one. */
export function deleteObject(call: Call): Reply {
  const { request } = call;
  const bucket = call.store.bucket(request.bucket);
  const match = request.headers.get('if-match');
  const existing = bucket.object(request.key);
  if (match !== undefined && (!existing || !matchesEtag(match, existing.etag))) {
    throw new S3Error('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', {
      Condition: 'If-Match',
    });
  }
  bucket.deleteObject(request.key);
  return { status: 204, writes: [{ key: request.key, bytes: 0 }] };
}

/** DeleteObjects: up to 1,000 keys, each answered for itself. A digest of the document is required. */
export async function deleteObjects(call: Call): Promise<Reply> {
  const { request } = call;
  const bucket = call.store.bucket(request.bucket);
  const digested = [...request.headers.keys()].some(
    (name) => name === 'content-md5' || name === 'x-amz-trailer' || /^x-amz-checksum-/.test(name),
  );
  if (!digested) {
    throw new S3Error('InvalidRequest', 'Missing required header for this request: Content-MD5');
  }
  const tree = parseXml(await receiveText(call, maxDocumentBytes), 'Delete');
  const keys = (Array.isArray(tree.Object) ? tree.Object : []).map((item: unknown) =>
    isTree(item) ? textOf(item, 'Key') : undefined,
  );
  if (keys.length === 0 || keys.length > maxKeys || keys.some((key) => !key)) {
    throw new S3Error(
      'MalformedXML',
      'The XML you provided was not well-formed or did not validate against our published schema.',
    );
  }
  const writes: Write[] = [];
  for (const key of keys as string[]) {
    bucket.deleteObject(key);
    writes.push({ key, bytes: 0 });
  }
  const quiet = textOf(tree, 'Quiet') === 'true';
  const xml = xmlDocument('DeleteResult', {
    Deleted: quiet ? undefined : writes.map(({ key }) => ({ Key: key })),
  });
  return { status: 200, xml, writes };
}
