import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkResponse, loadContract, readContractFile } from './contract.ts';
import type { Rule } from './params.ts';
import { findRoute, OPERATIONS } from './router.ts';
import { type Bench, SECRET_KEY, startBench } from './testing.ts';

interface Example {
  example: string;
  operation: string;
  method: string;
  path: string;
  query?: string;
  body?: string;
}

const { examples } = readContractFile<{ examples: Example[] }>('example-requests.json');
const played = examples.filter(({ method, path }) => findRoute(method, path));

let bench: Bench;
beforeAll(async () => {
  bench = await startBench({ webhooks: [] });
});
afterAll(() => bench.stop());

async function send({ method, path, query, body }: Example) {
  const response = await fetch(`${bench.standIn.url}${path}${query ? `?${query}` : ''}`, {
    method,
    body,
    headers: {
      authorization: `Bearer ${SECRET_KEY}`,
      ...(body ? { 'content-type': 'application/x-www-form-urlencoded' } : {}),
    },
  });
  return { status: response.status, json: (await response.json()) as { error?: { message: string } } };
}

describe('the vendor’s example requests', () => {
  test('some thirty are of operations played here', () => expect(played.length).toBeGreaterThan(28));

  test.each(played)('$example is taken, or refused for a reason', async (example) => {
    const { status, json } = await send(example);
    expect(checkResponse(example.method, example.path, status, json)).toEqual([]);
    if (status === 200) return;
    // The examples name objects that nobody made; one asks for shipping and one for more currencies, which are not played.
    expect(json.error?.message).toMatch(
      /^No such |does not play the parameter (shipping_options|currency_options)/,
    );
  });

  const others = examples.filter(({ method, path }) => !findRoute(method, path));
  test.each(others)('$example is an address that is not played', async (example) => {
    const { status, json } = await send(example);
    expect(status).toBe(404);
    expect(json.error?.message).toMatch(/^Unrecognized request URL/);
    expect(checkResponse(example.method, example.path, status, json)).toEqual([]);
  });
});

type Schema = { $ref?: string; properties?: Record<string, Schema>; items?: Schema; anyOf?: Schema[] };

/** The schema itself, or the object or list among its alternatives. */
function resolve(schema: Schema): Schema {
  if (schema.$ref) {
    const name = schema.$ref.split('/').at(-1) ?? '';
    return resolve(loadContract().document.components.schemas[name] as Schema);
  }
  const structured = schema.anyOf?.map(resolve).find((one) => one.properties ?? one.items);
  return structured ?? schema;
}

/** Where the names that a rule takes and the names of the contract part. */
function differences(rule: Rule<unknown>, schema: Schema, at: string): string[] {
  const resolved = resolve(schema);
  if (rule.item) return differences(rule.item, resolved.items ?? {}, `${at}[]`);
  if (!rule.fields) return [];
  const ours = Object.keys(rule.fields).sort();
  const theirs = Object.keys(resolved.properties ?? {}).sort();
  const wrong = [
    ...ours.filter((name) => !theirs.includes(name)),
    ...theirs.filter((name) => !ours.includes(name)),
  ];
  const inner = Object.entries(rule.fields).flatMap(([name, field]) =>
    differences(field, resolved.properties?.[name] ?? {}, `${at}.${name}`),
  );
  return [...wrong.map((name) => `${at}.${name}`), ...inner];
}

describe('every operation takes or refuses by name exactly the contract’s parameters', () => {
  test.each(OPERATIONS)('$method $pattern', ({ method, pattern, fields }) => {
    const operation = loadContract().document.paths[pattern]?.[method.toLowerCase()];
    if (!operation) throw new Error(`the contract has no ${method} ${pattern}`);
    const body = operation.requestBody?.content['application/x-www-form-urlencoded']?.schema as
      | Schema
      | undefined;
    const query = (operation.parameters ?? []).filter((parameter) => parameter.in === 'query');
    const properties = Object.fromEntries(query.map(({ name, schema }) => [name, schema as Schema]));
    const rule: Rule<unknown> = { kind: 'object', fields, read: () => undefined };
    const extra = differences(rule, body ?? { properties }, method);
    // `expand` is taken everywhere; the contract leaves it out of what deletes.
    expect(extra.filter((name) => name !== `${method}.expand`)).toEqual([]);
  });
});

test('a breach of the contract is noticed', () => {
  const contract = loadContract();
  expect(contract.checkRequest('POST', '/v1/refunds', 'charge=ch_1&colour=red')).not.toEqual([]);
  expect(contract.checkRequest('POST', '/v1/refunds', 'charge=ch_1&amount=ten')).not.toEqual([]);
  expect(contract.checkRequest('POST', '/v1/refunds', 'charge=ch_1&amount=10')).toEqual([]);
  expect(contract.checkRequest('GET', '/v1/refunds', 'colour=red')).not.toEqual([]);
  expect(contract.checkRequest('GET', '/v1/nothing', '')).not.toEqual([]);
  expect(
    contract.checkResponse('GET', '/v1/refunds/re_1', 200, { id: 're_1', object: 'refund' }),
  ).not.toEqual([]);
  expect(contract.checkEvent({ id: 'evt_1', type: 'charge.refunded' })).not.toEqual([]);
  expect(contract.checkEvent({ id: 'evt_1', type: 'no.such' })).not.toEqual([]);
});
