import { Fault, unauthorized, unknownUrl } from './errors.ts';
import { expand } from './expand.ts';
import { decodeForm, type FormFields } from './form.ts';
import { recall, remember } from './idempotency.ts';
import { newId } from './ids.ts';
import { findRoute, type Route } from './router.ts';
import { API_VERSION } from './webhooks/event-bus.ts';
import type { World } from './world.ts';

export interface ApiRequest {
  method: string;
  path: string;
  /** The query, without its question mark. */
  query: string;
  body: string;
  headers: Headers;
}

export interface ApiAnswer {
  status: number;
  json: unknown;
  headers: Record<string, string>;
}

/** One request and its answer, for tests that check all traffic. */
export interface Exchange {
  method: string;
  path: string;
  form: FormFields;
  /** The text that `form` was decoded from. */
  rawForm: string;
  status: number;
  json: unknown;
}

/** Answers one API request, in one turn: nothing in here waits. */
export function answerApi(world: World, secretKey: string, request: ApiRequest): ApiAnswer {
  const requestId = newId('req', 14);
  const headers = { 'request-id': requestId, 'stripe-version': API_VERSION };
  try {
    checkHeaders(request.headers, secretKey);
    const route = findRoute(request.method, request.path);
    if (!route) throw unknownUrl(request.method, request.path);
    const { replayed, ...answer } = runOnce(world, route, request, requestId);
    return { ...answer, headers: replayed ? { ...headers, 'idempotent-replayed': 'true' } : headers };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return { ...faultAnswer(error, requestId), headers };
  }
}

function faultAnswer(fault: Fault, requestId: string) {
  const request_log_url = `https://dashboard.stripe.com/test/logs/${requestId}`;
  return { status: fault.status, json: { error: { ...fault.body, request_log_url } } };
}

function checkHeaders(headers: Headers, secretKey: string): void {
  const key = keyOf(headers.get('authorization') ?? '');
  if (key !== secretKey) throw unauthorized(key);
  const version = headers.get('stripe-version') ?? API_VERSION;
  if (version !== API_VERSION) {
    const message = `Invalid Stripe API version: ${version}. The stand-in speaks ${API_VERSION}.`;
    throw new Fault(400, { type: 'invalid_request_error', message }, true);
  }
  if (headers.has('stripe-account')) {
    const code = 'account_invalid';
    const message = 'The provided key does not have access to that account.';
    throw new Fault(403, { type: 'invalid_request_error', code, message }, true);
  }
  const contentType = headers.get('content-type') ?? '';
  if (contentType !== '' && !contentType.startsWith('application/x-www-form-urlencoded')) {
    const message =
      'Invalid request (check that your POST content type is application/x-www-form-urlencoded).';
    throw new Fault(400, { type: 'invalid_request_error', message }, true);
  }
}

function keyOf(authorization: string): string | undefined {
  const [scheme = '', value = ''] = authorization.split(' ');
  if (scheme.toLowerCase() === 'bearer') return value || undefined;
  if (scheme.toLowerCase() !== 'basic') return undefined;
  return Buffer.from(value, 'base64').toString('utf8').split(':')[0] || undefined;
}

function runOnce(world: World, route: Route, request: ApiRequest, requestId: string) {
  const key = request.method === 'POST' ? request.headers.get('idempotency-key') : null;
  const address = `${request.method} ${request.path}`;
  if (key !== null) {
    const known = recall(world, key, address, request.body);
    if (known) return { status: known.status, json: known.json, replayed: true };
  }
  const cause = { id: requestId, idempotency_key: key };
  const answer = world.events.causedBy(cause, () => run(world, route, request, requestId));
  if (key !== null) remember(world, key, address, request.body, answer);
  return { ...answer, replayed: false };
}

/** Runs the operation; a refusal by the operation itself is an answer too, and is remembered like one. */
function run(world: World, { operation, ids }: Route, request: ApiRequest, requestId: string) {
  const form = formOf(request);
  try {
    const result = operation.run(world, form, ids);
    const paths = Array.isArray(form.expand) ? form.expand.map(String) : [];
    return { status: 200, json: expand(world, result, paths) };
  } catch (error) {
    if (!(error instanceof Fault) || error.early) throw error;
    return faultAnswer(error, requestId);
  }
}

/** What was sent, wherever it stood: the query of a GET or DELETE, the body of a POST. */
export function formOf(request: Pick<ApiRequest, 'method' | 'query' | 'body'>): FormFields {
  return decodeForm(rawFormOf(request));
}

export function rawFormOf(request: Pick<ApiRequest, 'method' | 'query' | 'body'>): string {
  return request.method === 'POST' ? request.body : request.query || request.body;
}
