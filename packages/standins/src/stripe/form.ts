/** A decoded form: everything arrives as text, brackets nest. */
export type FormValue = string | FormValue[] | FormFields;
export type FormFields = { [name: string]: FormValue };

const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype']);

function isFields(value: FormValue | undefined): value is FormFields {
  return typeof value === 'object' && !Array.isArray(value);
}

/** `a[b][0]` → ['a', 'b', '0']; a name with unbalanced brackets stays whole. */
function splitName(name: string): string[] {
  const head = /^[^[\]]+/.exec(name)?.[0];
  if (head === undefined) return [name];
  const rest = name.slice(head.length);
  if (!/^(\[[^[\]]*\])*$/.test(rest)) return [name];
  return [head, ...[...rest.matchAll(/\[([^[\]]*)\]/g)].map((part) => part[1] ?? '')];
}

function insert(target: FormFields, path: string[], value: string): void {
  let at = target;
  path.forEach((step, depth) => {
    const key = step === '' ? String(Object.keys(at).length) : step;
    if (FORBIDDEN.has(key)) return;
    if (depth === path.length - 1) {
      at[key] = value;
      return;
    }
    const next = at[key];
    const child: FormFields = isFields(next) ? next : {};
    at[key] = child;
    at = child;
  });
}

/** An object whose keys are 0, 1, 2 … is the list that was meant. */
function settle(value: FormValue): FormValue {
  if (!isFields(value)) return value;
  const keys = Object.keys(value);
  const isList = keys.length > 0 && keys.every((key) => /^\d+$/.test(key));
  if (isList) return keys.sort((a, b) => Number(a) - Number(b)).map((key) => settle(value[key] ?? ''));
  return Object.fromEntries(keys.map((key) => [key, settle(value[key] ?? '')]));
}

/**
 * Decodes `application/x-www-form-urlencoded` text, or a query, as the API reads it: `a[b]=1` nests,
 * `a[0]=x` and `a[]=x` make lists. Nothing is coerced.
 */
export function decodeForm(text: string): FormFields {
  const fields: FormFields = {};
  for (const [name, value] of new URLSearchParams(text)) insert(fields, splitName(name), value);
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, settle(value)]));
}
