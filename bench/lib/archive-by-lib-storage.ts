/** The same copy by @aws-sdk/lib-storage as it comes, with fetch and SHA-256; ends when the object is there. */
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { S3Client } from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';

const [url = '', key = ''] = process.argv.slice(2);
const {
  S3_ENDPOINT = '',
  S3_REGION = '',
  S3_BUCKET,
  S3_ACCESS_KEY_ID = '',
  S3_SECRET_ACCESS_KEY = '',
} = process.env;
const client = new S3Client({
  endpoint: S3_ENDPOINT,
  region: S3_REGION,
  forcePathStyle: true,
  credentials: { accessKeyId: S3_ACCESS_KEY_ID, secretAccessKey: S3_SECRET_ACCESS_KEY },
});
const hash = createHash('sha256');
async function* hashed(): AsyncGenerator<Uint8Array> {
  const { body } = await fetch(url);
  if (!body) throw new Error('nothing came');
  for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) {
    hash.update(chunk);
    yield chunk;
  }
}
const Body = Readable.from(hashed(), { objectMode: false });
await new Upload({ client, params: { Bucket: S3_BUCKET, Key: key, ContentType: 'video/mp4', Body } }).done();
console.log(hash.digest('hex'));
