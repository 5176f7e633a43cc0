import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What the stand-ins and the product share on this machine: random, made once, of no use anywhere else. */
export type DevelopmentSecrets = {
  s3AccessKeyId: string;
  s3SecretAccessKey: string;
  stripeSecretKey: string;
  stripeWebhookSecret: string;
  googleClientSecret: string;
  signInSecret: string;
  videoKey: string;
  videoWebhookSecret: string;
  videoSigningSecret: string;
  replicateSigningSecret: string;
};

/** Reads `secrets.json` below the folder, or makes it, readable by its owner alone. */
export async function developmentSecrets(dataDir: string): Promise<DevelopmentSecrets> {
  await mkdir(dataDir, { recursive: true });
  const path = join(dataDir, 'secrets.json');
  const kept = await readFile(path, 'utf8').catch(() => '{}');
  const known = JSON.parse(kept) as Partial<DevelopmentSecrets>;
  const secrets: DevelopmentSecrets = {
    s3AccessKeyId: `AKIA${randomBytes(10).toString('hex').slice(0, 16).toUpperCase()}`,
    s3SecretAccessKey: randomBytes(30).toString('base64url'),
    stripeSecretKey: `sk_test_${randomBytes(24).toString('hex')}`,
    stripeWebhookSecret: `whsec_${randomBytes(24).toString('hex')}`,
    googleClientSecret: `GOCSPX-${randomBytes(21).toString('base64url')}`,
    signInSecret: randomBytes(32).toString('base64url'),
    videoKey: `vk_${randomBytes(24).toString('hex')}`,
    videoWebhookSecret: randomBytes(32).toString('base64url'),
    videoSigningSecret: `whsec_${randomBytes(32).toString('base64')}`,
    replicateSigningSecret: `whsec_${randomBytes(32).toString('base64')}`,
    ...known,
  };
  const text = `${JSON.stringify(secrets, null, 2)}\n`;
  if (text !== kept) {
    await writeFile(`${path}.new`, text, { mode: 0o600, flush: true });
    await rename(`${path}.new`, path);
  }
  return secrets;
}
