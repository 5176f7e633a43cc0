/** The types of error that the API names; https://docs.stripe.com/api/errors. */
export type FaultType = 'api_error' | 'card_error' | 'idempotency_error' | 'invalid_request_error';

/** What an error answer says besides its status; absent fields are left out of the JSON. */
export interface FaultBody {
  type: FaultType;
  message: string;
  code?: string;
  param?: string;
  doc_url?: string;
}

/**
 * An answer that is an error. `early` faults (authentication, unknown address, bad parameters) arise before the
 * operation runs, and are therefore not remembered under an idempotency key.
 */
export class Fault extends Error {
  readonly status: number;
  readonly body: FaultBody;
  readonly early: boolean;

  constructor(status: number, body: FaultBody, early = false) {
    super(body.message);
    this.status = status;
    this.body = body.code
      ? { ...body, doc_url: `https://stripe.com/docs/error-codes/${body.code.replaceAll('_', '-')}` }
      : body;
    this.early = early;
  }
}

/** A parameter that fails validation: 400, before anything runs. */
export function badParameter(message: string, param: string, code?: string): Fault {
  return new Fault(400, { type: 'invalid_request_error', message, param, code }, true);
}

/** A request that is well formed but cannot be done in the present state: 400. */
export function refused(message: string, extra: { code?: string; param?: string } = {}): Fault {
  return new Fault(400, { type: 'invalid_request_error', message, ...extra });
}

/** The object of the address itself is not there: 404. */
export function noSuch(kind: string, id: string): Fault {
  return new Fault(404, {
    type: 'invalid_request_error',
    code: 'resource_missing',
    message: `No such ${kind}: '${id}'`,
    param: 'id',
  });
}

/** An object named by a parameter is not there: 400 and the parameter's name. */
export function noSuchReference(kind: string, id: string, param: string): Fault {
  return refused(`No such ${kind}: '${id}'`, { code: 'resource_missing', param });
}

/** An address that the API does not have. */
export function unknownUrl(method: string, path: string): Fault {
  const hint = 'If you are trying to list objects, remove the trailing slash. ';
  const more = 'If you are trying to retrieve an object, pass a valid (non-empty) identifier.';
  const message = `Unrecognized request URL (${method}: ${path}). ${hint}${more}`;
  return new Fault(404, { type: 'invalid_request_error', message }, true);
}

/** No key, or one that is not ours; the key is shown by its last four characters only. */
export function unauthorized(key: string | undefined): Fault {
  const message = key
    ? `Invalid API Key provided: ${'*'.repeat(8)}${key.slice(-4)}`
    : "You did not provide an API key. Send it in the Authorization header ('Bearer YOUR_SECRET_KEY').";
  return new Fault(401, { type: 'invalid_request_error', message }, true);
}
