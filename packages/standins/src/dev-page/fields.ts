import type { Context } from 'hono';

/** The text fields of a form that was sent. */
export type Fields = {
  text(name: string): string;
  optional(name: string): string | undefined;
  count(name: string): number;
};

/** Reads the form; asking for a field that is missing or no number throws in words for the page. */
export async function readFields(c: Context): Promise<Fields> {
  const body = await c.req.parseBody();
  const optional = (name: string) => {
    const value = body[name];
    return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
  };
  const text = (name: string) => {
    const value = optional(name);
    if (value === undefined) throw new Error(`Please fill in "${name}".`);
    return value;
  };
  const count = (name: string) => {
    const value = Number(text(name));
    if (!Number.isFinite(value) || value < 0) throw new Error(`"${name}" must be a number from 0.`);
    return value;
  };
  return { text, optional, count };
}
