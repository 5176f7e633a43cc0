import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Credentials } from './authenticate.ts';
import { controlPath, handleControl } from './control.ts';
import { type Everything, listEverything } from './everything.ts';
import { type Fault, Faults } from './faults.ts';
import { type Handling, handle } from './handle.ts';
import { Ledger, type LedgerEntry } from './ledger.ts';
import { Store } from './store.ts';

export interface S3Options {
  /** Where everything is kept; made when absent. One process at a time. */
  readonly dataDir: string;
  /** 0 or nothing: a free one. */
  readonly port?: number;
  readonly host?: '127.0.0.1';
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** 'us-east-1' when nothing is said. */
  readonly region?: string;
  /** Made when they are not there yet. */
  readonly buckets: readonly string[];
  /** Origins of pages that may call; asked anew for each request. */
  readonly corsOrigins?: () => readonly string[];
  readonly now?: () => Date;
}

export interface S3StandIn {
  /** `http://127.0.0.1:port`, path style. `http://{bucket}.localhost:port` works too. */
  readonly url: string;
  readonly port: number;
  /** Cuts what is open and closes; everything acknowledged stays in `dataDir`. */
  stop(): Promise<void>;
  /** Every write asked for since `dataDir` was made, in order. */
  ledger(): LedgerEntry[];
  provoke(fault: Fault): void;
  listEverything(bucket: string): Everything;
}

/** Starts a strict S3 on loopback. It resolves when requests are taken; errors of listening reject. */
export async function startS3(options: S3Options): Promise<S3StandIn> {
  const host = options.host ?? '127.0.0.1';
  const now = options.now ?? (() => new Date());
  const store = new Store(options.dataDir);
  for (const name of options.buckets) if (!store.hasBucket(name)) store.createBucket(name, now());
  const credentials: Credentials = {
    accessKeyId: options.accessKeyId,
    secretAccessKey: options.secretAccessKey,
    region: options.region ?? 'us-east-1',
  };
  const ledger = new Ledger(options.dataDir);
  const faults = new Faults();
  let handling: Handling;

  const serve = (expectsContinue: boolean) => (incoming: IncomingMessage, outgoing: ServerResponse) => {
    const control = incoming.url === controlPath || incoming.url?.startsWith(`${controlPath}/`);
    const done = control
      ? handleControl(handling, incoming, outgoing)
      : handle(handling, incoming, outgoing, expectsContinue);
    done.catch((error: unknown) => {
      console.error('S3 stand-in:', error);
      incoming.socket.destroy();
    });
  };
  // A film on a slow line takes longer than Node's five minutes for a request; clients keep connections for later.
  const server = createServer({ requestTimeout: 0, keepAliveTimeout: 75_000 }, serve(false));
  server.on('checkContinue', serve(true));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  const url = `http://${host}:${port}`;
  handling = {
    store,
    ledger,
    faults,
    credentials,
    pathStyleHosts: new Set([host, 'localhost']),
    url,
    corsOrigins: options.corsOrigins ?? (() => []),
    now,
  };
  return {
    url,
    port,
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
    ledger: () => ledger.entries(),
    provoke: (fault) => faults.provoke(fault),
    listEverything: (bucket) => listEverything(store, bucket),
  };
}
