import { badParameter } from './errors.ts';
import type { FormFields, FormValue } from './form.ts';

/** How one parameter is read from its text. `fields` and `item` tell a contract test what is accepted. */
export interface Rule<T> {
  kind: string;
  fields?: Record<string, Rule<unknown>>;
  item?: Rule<unknown>;
  read(value: FormValue, param: string): T;
}
export interface RequiredRule<T> extends Rule<T> {
  required: true;
}
export type Fields = Record<string, Rule<unknown>>;
type RequiredNames<F extends Fields> = {
  [K in keyof F]: F[K] extends RequiredRule<unknown> ? K : never;
}[keyof F];
type ValueOf<R> = R extends Rule<infer T> ? T : never;
export type ReadFields<F extends Fields> = { [K in RequiredNames<F>]: ValueOf<F[K]> } & {
  [K in Exclude<keyof F, RequiredNames<F>>]?: ValueOf<F[K]>;
};

export function required<T>(rule: Rule<T>): RequiredRule<T> {
  return { ...rule, required: true };
}

/** Text up to `maxLength` characters; an empty one is refused, since that would mean to unset. */
export function text(maxLength = 5000): Rule<string> {
  return {
    kind: 'string',
    read(value, param) {
      if (typeof value !== 'string') throw badParameter('Invalid string', param);
      if (value === '') {
        const message = `You passed an empty string for '${param}'. An empty value unsets a parameter, but '${param}' cannot be unset.`;
        throw badParameter(message, param, 'parameter_invalid_empty');
      }
      if (value.length > maxLength) {
        throw badParameter(`Invalid string: must be at most ${maxLength} characters`, param);
      }
      return value;
    },
  };
}

/** A whole number between `min` and `max`. */
export function integer(min = Number.MIN_SAFE_INTEGER, max = Number.MAX_SAFE_INTEGER): Rule<number> {
  return {
    kind: 'integer',
    read(value, param) {
      const number = typeof value === 'string' && /^-?\d{1,16}$/.test(value) ? Number(value) : undefined;
      if (number === undefined)
        throw badParameter(`Invalid integer: ${String(value)}`, param, 'parameter_invalid_integer');
      if (number < min) {
        const message = `Invalid integer: this value must be greater than or equal to ${min}.`;
        throw badParameter(message, param, 'parameter_invalid_integer');
      }
      if (number > max) throw badParameter(`Invalid integer: this value must be at most ${max}.`, param);
      return number;
    },
  };
}

export function flag(): Rule<boolean> {
  return {
    kind: 'boolean',
    read(value, param) {
      if (value !== 'true' && value !== 'false')
        throw badParameter(`Invalid boolean: ${String(value)}`, param);
      return value === 'true';
    },
  };
}

export function oneOf<const T extends string>(...allowed: T[]): Rule<T> {
  return {
    kind: 'enum',
    read(value, param) {
      const found = allowed.find((one) => one === value);
      if (found === undefined)
        throw badParameter(`Invalid ${param}: must be one of ${allowed.join(', ')}`, param);
      return found;
    },
  };
}

export function listOf<T>(item: Rule<T>, maxItems = 100): Rule<T[]> {
  return {
    kind: 'array',
    item,
    read(value, param) {
      if (!Array.isArray(value)) throw badParameter('Invalid array', param);
      if (value.length > maxItems) throw badParameter(`Too many items: at most ${maxItems}`, param);
      return value.map((one, index) => item.read(one, `${param}[${index}]`));
    },
  };
}

/** Reads an object of known fields; an unknown one is refused by its full name. */
export function readFields<F extends Fields>(fields: F, value: FormFields, param = ''): ReadFields<F> {
  const nameOf = (name: string) => (param === '' ? name : `${param}[${name}]`);
  const unknown = Object.keys(value).find((name) => !Object.hasOwn(fields, name));
  if (unknown !== undefined) {
    const name = nameOf(unknown);
    throw badParameter(`Received unknown parameter: ${name}`, name, 'parameter_unknown');
  }
  const missing = Object.entries(fields).find(([name, rule]) => 'required' in rule && !(name in value));
  if (missing) {
    const name = nameOf(missing[0]);
    throw badParameter(`Missing required param: ${name}.`, name, 'parameter_missing');
  }
  const read = Object.entries(value).map(([name, raw]) => [name, fields[name]?.read(raw, nameOf(name))]);
  return Object.fromEntries(read) as ReadFields<F>;
}

export function shape<F extends Fields>(fields: F): Rule<ReadFields<F>> {
  return {
    kind: 'object',
    fields,
    read(value, param) {
      if (typeof value !== 'object' || Array.isArray(value)) throw badParameter('Invalid object', param);
      return readFields(fields, value, param);
    },
  };
}

/** The empty text unsets: null. */
export function unsettable<T>(rule: Rule<T>): Rule<T | null> {
  return { ...rule, read: (value, param) => (value === '' ? null : rule.read(value, param)) };
}

export function either<A, B>(first: Rule<A>, second: Rule<B>): Rule<A | B> {
  return {
    kind: 'either',
    read: (value, param) =>
      typeof value === 'object' ? first.read(value, param) : second.read(value, param),
  };
}

/** Own key-value pairs: at most 50, keys of 40 characters, values of 500; https://docs.stripe.com/api/metadata. */
export function metadata(): Rule<Record<string, string> | null> {
  return {
    kind: 'metadata',
    read(value, param) {
      if (value === '') return null;
      if (typeof value !== 'object' || Array.isArray(value)) throw badParameter('Invalid object', param);
      const pairs = Object.entries(value);
      if (pairs.length > 50) throw badParameter('Metadata can hold at most 50 keys', param);
      return Object.fromEntries(
        pairs.map(([key, one]) => {
          const name = `${param}[${key}]`;
          if (key.length > 40) throw badParameter('Metadata keys can have at most 40 characters', name);
          if (typeof one !== 'string') throw badParameter('Metadata values must be strings', name);
          if (one.length > 500) throw badParameter('Metadata values can have at most 500 characters', name);
          return [key, one];
        }),
      );
    },
  };
}

/** What metadata becomes: null clears all, an empty value removes its key, the rest is merged. */
export function mergeMetadata(
  present: Record<string, string> | null,
  change: Record<string, string> | null | undefined,
): Record<string, string> {
  if (change === null) return {};
  const merged = Object.entries({ ...present, ...change });
  return Object.fromEntries(merged.filter(([, value]) => value !== ''));
}

/** A parameter that the vendor has and this stand-in does not play: refused out loud, never ignored. */
export function notPlayed(): Rule<undefined> {
  return {
    kind: 'not-played',
    read(_value, param) {
      throw badParameter(`The stand-in does not play the parameter ${param}`, param);
    },
  };
}
