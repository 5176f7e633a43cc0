import { createHash } from 'node:crypto';
import type { Call, Reply } from '../call.ts';
import { badDigest, type Checksum, createHasher, declaredChecksum } from '../checksums.ts';
import { describeFields } from '../describe.ts';
import { S3Error } from '../errors.ts';
import { readForm, type UploadForm } from '../form.ts';
import { checkPolicy, type FileLimits } from '../post-policy.ts';
import { maxPutBytes } from '../receive.ts';
import { xmlDocument } from '../xml.ts';

const maxKeyBytes = 1024;

/** PostObject: a browser's form whose policy was signed beforehand. */
export async function postObject(call: Call): Promise<Reply> {
  const { request, store } = call;
  store.bucket(request.bucket);
  const form = await readForm(call.body.bytes(), request.headers.get('content-type') ?? '');
  const limits = checkPolicy(form.fields, request.bucket, call.credentials, call.now());
  const key = (form.fields.get('key') ?? '').replace(/\$\{filename\}/g, () => form.fileName);
  if (key === '') throw new S3Error('InvalidArgument', "Bucket POST must contain a field named 'key'.");
  if (Buffer.byteLength(key) > maxKeyBytes) throw new S3Error('KeyTooLongError', 'Your key is too long');
  const description = describeFields(form.fields);
  const { blob, sizeBytes, md5Hex, checksum } = await receiveFile(call, form, limits);
  store.bucket(request.bucket).putObject({
    ...description,
    key,
    sizeBytes,
    etag: md5Hex,
    lastModified: call.now().toISOString(),
    segments: [{ blob, sizeBytes }],
    ...(checksum && { checksum }),
  });
  return { ...answer(call, form.fields, key, md5Hex), writes: [{ key, bytes: sizeBytes }] };
}

async function receiveFile(
  call: Call,
  form: UploadForm,
  limits: FileLimits,
): Promise<{ blob: string; sizeBytes: number; md5Hex: string; checksum: Checksum | undefined }> {
  const declared = declaredChecksum(form.fields, []);
  const { blobs } = call.store;
  const maxBytes = Math.min(limits.maxBytes, maxPutBytes);
  const md5 = createHash('md5');
  const hasher = declared && createHasher(declared.algorithm);
  const writer = await blobs.create();
  try {
    for await (const piece of form.file) {
      if (writer.sizeBytes + piece.length > maxBytes) {
        throw new S3Error('EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size', {
          MaxSizeAllowed: String(maxBytes),
        });
      }
      md5.update(piece);
      hasher?.update(piece);
      await writer.write(piece);
    }
    if (writer.sizeBytes < limits.minBytes) {
      throw new S3Error('EntityTooSmall', 'Your proposed upload is smaller than the minimum allowed size', {
        ProposedSize: String(writer.sizeBytes),
        MinSizeAllowed: String(limits.minBytes),
      });
    }
    const value = hasher?.digest().toString('base64');
    if (declared && declared.value !== value) throw badDigest(declared.algorithm);
    const checksum: Checksum | undefined =
      declared && value ? { algorithm: declared.algorithm, value, type: 'FULL_OBJECT' } : undefined;
    const { sizeBytes } = writer;
    return { blob: blobs.adopt(await writer.finish()), sizeBytes, md5Hex: md5.digest('hex'), checksum };
  } catch (error) {
    await writer.discard();
    throw error;
  }
}

/** 204, or what the form asked for: 200, 201 with a document, or a redirect. */
function answer(call: Call, fields: ReadonlyMap<string, string>, key: string, etag: string): Reply {
  const { bucket } = call.request;
  const location = `${call.url}/${bucket}/${encodeURIComponent(key)}`;
  const headers = { etag: `"${etag}"`, location };
  const redirect = fields.get('success_action_redirect');
  if (redirect && URL.canParse(redirect)) {
    const target = new URL(redirect);
    for (const [name, value] of Object.entries({ bucket, key, etag: `"${etag}"` }))
      target.searchParams.set(name, value);
    return { status: 303, headers: { ...headers, location: target.href } };
  }
  switch (fields.get('success_action_status')) {
    case '200':
      return { status: 200, headers };
    case '201':
      return {
        status: 201,
        headers,
        xml: xmlDocument('PostResponse', { Location: location, Bucket: bucket, Key: key, ETag: `"${etag}"` }),
      };
    default:
      return { status: 204, headers };
  }
}
