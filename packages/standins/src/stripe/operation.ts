import type { FormFields } from './form.ts';
import { type Fields, listOf, notPlayed, type ReadFields, type Rule, readFields, text } from './params.ts';
import type { World } from './world.ts';

export type Method = 'GET' | 'POST' | 'DELETE';

/** One operation of the API: its address, what it takes, and what it does. */
export interface Operation {
  method: Method;
  /** As in `/v1/charges/{id}`. */
  pattern: string;
  fields: Fields;
  /** Answers the object before expansion; throws a fault. `ids` are the values in the braces. */
  run(world: World, form: FormFields, ids: string[]): unknown;
}

/** Declares an operation; `expand` is taken by all of them. */
export function operation<F extends Fields>(
  method: Method,
  pattern: string,
  fields: F,
  work: (world: World, input: ReadFields<F>, id: string) => unknown,
): Operation {
  const all = { ...fields, expand: listOf(text()) };
  const run = (world: World, form: FormFields, ids: string[]) =>
    work(world, readFields(all, form) as unknown as ReadFields<F>, ids[0] ?? '');
  return { method, pattern, fields: all, run };
}

/** Parameters that the vendor has and the stand-in refuses. */
export function unplayed<K extends string>(...names: K[]): Record<K, Rule<undefined>> {
  return Object.fromEntries(names.map((name) => [name, notPlayed()])) as Record<K, Rule<undefined>>;
}
