import { startStripe } from './index.ts';

function need(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} must be set`);
  return value;
}

const url = process.env.STRIPE_WEBHOOK_URL;
const standIn = await startStripe({
  port: Number(process.env.STRIPE_PORT ?? 0),
  secretKey: need('STRIPE_SECRET_KEY'),
  webhooks: url ? [{ url, secret: need('STRIPE_WEBHOOK_SECRET') }] : [],
  dataDir: process.env.STRIPE_DATA_DIR,
});
console.log(JSON.stringify({ url: standIn.url }));

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => {
    standIn.stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  });
}
