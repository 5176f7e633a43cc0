import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020, type AnySchemaObject, type ValidateFunction } from 'ajv/dist/2020.js';
import { decodeForm, type FormFields } from './form.ts';

/** Beside the checkout; tests that need it fail when it is not there. */
const FOLDER = join(import.meta.dirname, '../../../../../shared/contracts/stripe');
const DOCUMENT = 'openapi-2026-10-28.endive.json';

interface ApiOperation {
  parameters?: { name: string; in: string; schema: AnySchemaObject }[];
  requestBody?: { content: Record<string, { schema: AnySchemaObject }> };
  responses: Record<string, { content: Record<string, { schema: AnySchemaObject }> }>;
}
interface Document {
  paths: Record<string, Record<string, ApiOperation>>;
  webhooks: Record<
    string,
    { post: { requestBody: { content: Record<string, { schema: AnySchemaObject }> } } }
  >;
  components: { schemas: Record<string, AnySchemaObject> };
}

/** Checks traffic against the vendor's contract. Every check answers a list of problems, empty when all is well. */
export interface Contract {
  document: Document;
  /** `form` is the query of a GET or DELETE, the body of a POST, as text or decoded. */
  checkRequest(method: string, path: string, form: string | FormFields): string[];
  checkResponse(method: string, path: string, status: number, json: unknown): string[];
  checkEvent(event: unknown): string[];
}

let loaded: Contract | undefined;

/** Reads the contract once; throws if it is not there. */
export function loadContract(): Contract {
  loaded ??= makeContract(readContractFile<Document>(DOCUMENT));
  return loaded;
}

/** A JSON file beside the contract, such as `example-requests.json`. */
export function readContractFile<T>(name: string): T {
  return JSON.parse(readFileSync(join(FOLDER, name), 'utf8')) as T;
}

export const checkRequest: Contract['checkRequest'] = (...args) => loadContract().checkRequest(...args);
export const checkResponse: Contract['checkResponse'] = (...args) => loadContract().checkResponse(...args);
export const checkEvent: Contract['checkEvent'] = (...args) => loadContract().checkEvent(...args);

function makeContract(document: Document): Contract {
  const answers = makeChecker(document, false);
  const requests = makeChecker(document, true);
  return {
    document,
    checkRequest(method, path, form) {
      const operation = findOperation(document, method, path);
      if (!operation) return [`the contract has no ${method} ${path}`];
      const fields = typeof form === 'string' ? decodeForm(form) : structuredClone(form);
      return requests(requestSchema(operation), fields);
    },
    checkResponse(method, path, status, json) {
      const operation = findOperation(document, method, path);
      const schema = operation ? responseSchema(operation, status) : ERROR_SCHEMA;
      if (!operation && status !== 404 && status !== 401) return [`the contract has no ${method} ${path}`];
      return schema ? answers(schema, json) : [`the contract has no answer ${status} to ${method} ${path}`];
    },
    checkEvent(event) {
      const type = typeOf(event);
      const schema = document.webhooks[type]?.post.requestBody.content['application/json']?.schema;
      return schema ? answers(schema, event) : [`the contract has no event ${type}`];
    },
  };
}

const ERROR_SCHEMA: AnySchemaObject = { $ref: '#/components/schemas/error' };

function typeOf(event: unknown): string {
  return typeof event === 'object' && event !== null && 'type' in event ? String(event.type) : '(no type)';
}

/** Compiles a schema at its first use; `coerce` reads texts as what the schema wants, as a form needs. */
function makeChecker(document: Document, coerce: boolean) {
  const ajv = new Ajv2020({ strict: false, allErrors: false, coerceTypes: coerce, validateFormats: false });
  ajv.addSchema({ $id: 'stripe', components: document.components });
  const compiled = new Map<string, ValidateFunction>();
  return (schema: AnySchemaObject, value: unknown): string[] => {
    const key = JSON.stringify(schema);
    const validate = compiled.get(key) ?? ajv.compile(JSON.parse(key.replaceAll('"#/', '"stripe#/')));
    compiled.set(key, validate);
    if (validate(value)) return [];
    return (validate.errors ?? []).map(
      ({ instancePath, message, params }) => `${instancePath || '/'} ${message} ${JSON.stringify(params)}`,
    );
  };
}

function responseSchema(operation: ApiOperation, status: number): AnySchemaObject | undefined {
  const response = operation.responses[String(status)] ?? operation.responses.default;
  return response?.content['application/json']?.schema;
}

function requestSchema(operation: ApiOperation): AnySchemaObject {
  const body = operation.requestBody?.content['application/x-www-form-urlencoded']?.schema;
  if (body) return body;
  const query = (operation.parameters ?? []).filter((parameter) => parameter.in === 'query');
  const properties = Object.fromEntries(query.map(({ name, schema }) => [name, schema]));
  return { type: 'object', properties, additionalProperties: false };
}

/** The operation at a real path; a literal step is preferred to one in braces. */
function findOperation(document: Document, method: string, path: string): ApiOperation | undefined {
  const steps = path.split('/');
  const candidates = Object.keys(document.paths)
    .filter((template) => fits(template.split('/'), steps))
    .sort((a, b) => a.split('{').length - b.split('{').length);
  const operations = candidates.map((template) => document.paths[template]?.[method.toLowerCase()]);
  return operations.find((operation) => operation !== undefined);
}

function fits(template: string[], steps: string[]): boolean {
  if (template.length !== steps.length) return false;
  return template.every(
    (part, index) => part === steps[index] || (part.startsWith('{') && steps[index] !== ''),
  );
}
