import {
  createHash,
  createHmac,
  createPrivateKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
} from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** How makers sign. fal's key is made once and kept beside the jobs; a new one takes its place on request. */
export class SigningKeys {
  readonly #path: string | null;
  #private: KeyObject;

  constructor(dataDir: string | undefined) {
    this.#path = dataDir === undefined ? null : join(dataDir, 'fal-key.pem');
    this.#private = this.#kept() ?? this.rotate();
  }

  /** From now on another key signs, and the old one is not published any more. */
  rotate(): KeyObject {
    this.#private = generateKeyPairSync('ed25519').privateKey;
    const pem = this.#private.export({ type: 'pkcs8', format: 'pem' });
    if (this.#path !== null) writeFileSync(this.#path, pem, { mode: 0o600 });
    return this.#private;
  }

  /** The public half, as fal publishes it. */
  jwks(): { keys: object[] } {
    const { kty, crv, x } = this.#private.export({ format: 'jwk' });
    return { keys: [{ kty, crv, x, kid: 'stand-in', alg: 'EdDSA', use: 'sig' }] };
  }

  /** fal's headers (docs.fal.ai/model-endpoints/webhooks). */
  falHeaders(input: { requestId: string; userId: string; body: string; atMs: number; forge: boolean }) {
    const timestamp = String(Math.floor(input.atMs / 1000));
    const digest = createHash('sha256').update(input.body).digest('hex');
    const message = Buffer.from([input.requestId, input.userId, timestamp, digest].join('\n'));
    const key = input.forge ? generateKeyPairSync('ed25519').privateKey : this.#private;
    return {
      'x-fal-webhook-request-id': input.requestId,
      'x-fal-webhook-user-id': input.userId,
      'x-fal-webhook-timestamp': timestamp,
      'x-fal-webhook-signature': sign(null, message, key).toString('hex'),
    };
  }

  #kept(): KeyObject | null {
    if (this.#path === null) return null;
    try {
      return createPrivateKey(readFileSync(this.#path));
    } catch {
      return null;
    }
  }
}

/** The headers of Standard Webhooks. */
export function standardHeaders(input: {
  id: string;
  secret: string;
  body: string;
  atMs: number;
  forge: boolean;
}) {
  const timestamp = String(Math.floor(input.atMs / 1000));
  const key = input.forge ? Buffer.alloc(32, 1) : Buffer.from(input.secret.replace(/^whsec_/, ''), 'base64');
  const mac = createHmac('sha256', key).update(`${input.id}.${timestamp}.${input.body}`).digest('base64');
  return {
    'webhook-id': input.id,
    'webhook-timestamp': timestamp,
    'webhook-signature': `v1,${mac}`,
  };
}
