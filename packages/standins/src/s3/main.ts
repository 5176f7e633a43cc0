/** The stand-in as a process of its own: configured by S3_*, says `{"url":…}` when ready, ends on SIGTERM. */
import { startS3 } from './server.ts';

function required(name: string): string {
  const value = process.env[name]?.trim();
  if (!value) throw new Error(`${name} is not set.`);
  return value;
}

const list = (text: string | undefined): string[] =>
  (text ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');

const origins = list(process.env.S3_CORS_ORIGIN);
const s3 = await startS3({
  dataDir: required('S3_DATA_DIR'),
  port: Number(process.env.S3_PORT ?? 0),
  accessKeyId: required('S3_ACCESS_KEY_ID'),
  secretAccessKey: required('S3_SECRET_ACCESS_KEY'),
  buckets: list(required('S3_BUCKET')),
  corsOrigins: () => origins,
  ...(process.env.S3_REGION && { region: process.env.S3_REGION }),
});
console.log(JSON.stringify({ url: s3.url }));

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => {
    void s3.stop().then(() => process.exit(0));
  });
}
