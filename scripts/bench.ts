/**
 * `npm run -s bench -- NAME [--quick] [--large] [--json]`: runs `bench/NAME.ts` and prints its figures beside their goals;
 * with `--json` the last line is all of it as one object. Without a name it lists the benchmarks.
 */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import type { Benchmark, Figure } from '../bench/lib/benchmark.ts';
import { closeGuard } from '../bench/lib/guard.ts';

const folder = fileURLToPath(new URL('../bench', import.meta.url));
const flag = { type: 'boolean', default: false } as const;
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { quick: flag, large: flag, json: flag },
});
const names = (await readdir(folder).catch(() => []))
  .filter((name) => name.endsWith('.ts'))
  .map((name) => name.slice(0, -'.ts'.length))
  .sort();

const [name] = positionals;
if (name === undefined) await list();
else if (names.includes(name)) await measure(name);
else {
  console.error(`There is no benchmark "${name}". There are: ${names.join(', ') || 'none yet'}.`);
  process.exitCode = 2;
}

async function load(benchmark: string): Promise<Benchmark> {
  const module: { default: Benchmark } = await import(pathToFileURL(join(folder, `${benchmark}.ts`)).href);
  return module.default;
}

async function list(): Promise<void> {
  const all = await Promise.all(names.map(async (one) => ({ name: one, about: (await load(one)).about })));
  if (values.json) console.log(JSON.stringify(all));
  else for (const one of all) console.log(`${one.name.padEnd(24)} ${one.about}`);
}

/** Figures go to the standard output, progress to the other one. A missed goal fails nothing. */
async function measure(bench: string): Promise<void> {
  const { quick, large, json } = values;
  const { run } = await load(bench);
  const say = (line: string) => console.error(line);
  const { figures, detail } = await run({ quick, large, say }).finally(closeGuard);
  for (const [key, figure] of Object.entries(figures)) console.log(row(key, figure));
  for (const [key, value] of Object.entries(detail)) console.log(`  ${key.padEnd(26)} ${inWords(value)}`);
  if (json) console.log(JSON.stringify({ bench, figures, detail }));
}

function row(key: string, { value, unit, goal, better }: Figure): string {
  const met = value !== null && (better === 'higher' ? value >= goal : value <= goal);
  const verdict = value === null ? 'not measured' : met ? 'met' : 'missed';
  const shown = `${value ?? '–'} ${unit}`;
  return `${key.padEnd(28)} ${shown.padEnd(14)} goal ${better === 'higher' ? '≥' : '≤'} ${goal}  ${verdict}`;
}

/** `{ perSecond: 900 }` as `perSecond 900`, at any depth. */
function inWords(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  const entries = Object.entries(value);
  if (Array.isArray(value)) return value.map(inWords).join(' ');
  return entries
    .map(([key, one]) => `${key} ${typeof one === 'object' ? `(${inWords(one)})` : one}`)
    .join(', ');
}
