import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Authenticated, authenticate, type Credentials } from './authenticate.ts';
import { incomingBody, sendReply } from './body.ts';
import type { IncomingBody, Operation, Reply } from './call.ts';
import { corsHeaders, preflightHeaders } from './cors.ts';
import { ConnectionCut, S3Error } from './errors.ts';
import type { Faults, Shaper } from './faults.ts';
import type { Ledger, LedgerEntry } from './ledger.ts';
import { queryValue, readRequest, type S3Request } from './request.ts';
import { route } from './route.ts';
import type { Store } from './store.ts';
import { xmlDocument } from './xml.ts';

/** What every request is handled with. */
export interface Handling {
  readonly store: Store;
  readonly ledger: Ledger;
  readonly faults: Faults;
  readonly credentials: Credentials;
  readonly pathStyleHosts: ReadonlySet<string>;
  readonly url: string;
  corsOrigins(): readonly string[];
  now(): Date;
}

interface Attempt {
  readonly request: S3Request;
  readonly operation: Operation;
  readonly body: IncomingBody;
  readonly startedAt: Date;
}

/** How far a request has come: what the answer to a failure has to know. */
interface Progress {
  /** Absent before it is understood and after its writes are in the ledger. */
  made?: Attempt;
  shape: Shaper;
  discard(): Promise<void>;
}

const open: Shaper = async () => undefined;

/**
 * Answers one request of S3's interface: reads it, finds its operation, checks its signature, runs it, writes the
 * ledger, sends the answer. Errors become XML; a connection that is gone is only noted.
 */
export async function handle(
  handling: Handling,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  expectsContinue: boolean,
): Promise<void> {
  const requestId = randomBytes(8).toString('hex').toUpperCase();
  outgoing.setHeader('x-amz-request-id', requestId);
  for (const [name, value] of Object.entries(corsHeaders(incoming, handling.corsOrigins()))) {
    outgoing.setHeader(name, value);
  }
  const headOnly = incoming.method === 'HEAD';
  const attempt: Progress & { continued: boolean } = {
    discard: async () => void incoming.resume(),
    shape: open,
    continued: !expectsContinue,
  };
  const letSend = () => {
    if (!attempt.continued) outgoing.writeContinue();
    attempt.continued = true;
  };
  try {
    const reply =
      incoming.method === 'OPTIONS'
        ? { status: 200, headers: preflightHeaders(incoming, handling.corsOrigins()) }
        : await perform(handling, incoming, attempt, letSend);
    await sendReply(outgoing, reply, { shape: attempt.shape, headOnly });
  } catch (error) {
    if (attempt.made) noteFailure(handling, attempt.made, error);
    if (error instanceof ConnectionCut || outgoing.headersSent || outgoing.destroyed) {
      incoming.socket.destroy();
      return;
    }
    if (!(error instanceof S3Error)) console.error('S3 stand-in:', error);
    // A client that still waits to send its body must not send it behind our answer; one that is sending is let
    // finish, or it would never read why it was refused.
    if (!attempt.continued) outgoing.setHeader('connection', 'close');
    else attempt.discard().catch(() => undefined);
    const refusal = errorReply(error, incoming.url ?? '/', requestId);
    await sendReply(outgoing, refusal, { shape: open, headOnly }).catch(() => incoming.socket.destroy());
  }
}

async function perform(
  handling: Handling,
  incoming: IncomingMessage,
  attempt: Progress,
  letSend: () => void,
): Promise<Reply> {
  const startedAt = handling.now();
  const request = readRequest(incoming, handling.pathStyleHosts);
  const operation = route(request);
  const at = { key: request.key, operation: operation.name };
  attempt.shape = handling.faults.shaperFor(at);
  const body = incomingBody(incoming, attempt.shape, letSend);
  attempt.discard = body.discard;
  attempt.made = { request, operation, body, startedAt };
  handling.faults.failIfAsked(at);
  const authenticated: Authenticated =
    operation.signedBy === 'form'
      ? { payload: { kind: 'unsigned' }, request }
      : authenticate(request, handling.credentials, startedAt);
  const { store, credentials, url, now } = handling;
  const reply = await operation.run({ ...authenticated, store, credentials, body, url, now });
  for (const write of reply.writes ?? []) {
    handling.ledger.add({ ...entryOf(handling, attempt.made), ...write, outcome: 'done' });
  }
  // Its writes are in the ledger: a failure from here on is one of sending the answer.
  delete attempt.made;
  return reply;
}

function entryOf(handling: Handling, made: Attempt): Omit<LedgerEntry, 'seq' | 'outcome' | 'bytes'> {
  const { request, operation, startedAt } = made;
  return {
    startedAt: startedAt.toISOString(),
    at: handling.now().toISOString(),
    method: request.method,
    operation: operation.name,
    bucket: request.bucket,
    key: request.key,
  };
}

/** A write that was asked and not done is noted too, with the bytes that had arrived. */
function noteFailure(handling: Handling, made: Attempt, error: unknown): void {
  if (!made.operation.writes) return;
  const uploadId = queryValue(made.request, 'uploadId');
  const partNumber = Number(queryValue(made.request, 'partNumber') ?? Number.NaN);
  handling.ledger.add({
    ...entryOf(handling, made),
    bytes: made.body.receivedBytes,
    outcome: error instanceof ConnectionCut ? 'cut' : 'refused',
    ...(error instanceof S3Error && { error: error.code }),
    ...(uploadId && { uploadId }),
    ...(Number.isInteger(partNumber) && { partNumber }),
  });
}

function errorReply(error: unknown, target: string, requestId: string): Reply {
  const known =
    error instanceof S3Error
      ? error
      : new S3Error('InternalError', 'We encountered an internal error. Please try again.');
  if (known.status === 304) return { status: 304, headers: known.headers };
  const xml = xmlDocument(
    'Error',
    {
      Code: known.code,
      Message: known.message,
      ...known.details,
      // Without the query: a presigned address is a secret.
      Resource: target.split('?')[0],
      RequestId: requestId,
    },
    { namespaced: false },
  );
  return { status: known.status, headers: known.headers, xml };
}
