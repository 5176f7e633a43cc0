import { type ChildProcess, spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { serialize } from 'node:v8';
import { BacklotError } from '@backlot/core';
import { bytesOf, type DecoderOrder, decoderExits, type Picture, readyByte } from './decoder/order.ts';

/** A picture takes a tenth of a second; a process that needs this long hangs, or was built to. */
const timeLimitMs = 15_000;
/** Of all its threads together, also when nobody is left to end it. */
const processorSeconds = 30;
/** Node alone reserves 1.8 GiB of addresses, of which it uses a twentieth: about 2 GiB are left for frames. */
const addressKiB = 4 * 1024 ** 2;

const decoder = fileURLToPath(new URL('./decoder/main.ts', import.meta.url));

/**
 * Decodes in a process of its own, so that bytes which break a decoder, or take it over, find nothing there: no environment and
 * thereby no secrets, no file to write, little time and memory. What comes back is pixels, as many as were asked for, or nothing.
 * @returns null when the film gives no picture, or this installation has no decoder for its platform
 * @throws PROVIDER_UNAVAILABLE when the process could not be started
 */
export async function decodeApart(
  order: DecoderOrder,
  given: { program?: string; timeLimitMs?: number } = {},
): Promise<Picture | null> {
  const answerBytes = 1 + bytesOf(order);
  const { said, exit } = await run(given.program ?? decoder, serialize(order), {
    answerBytes,
    timeLimitMs: given.timeLimitMs ?? timeLimitMs,
  });
  if (exit === decoderExits.noDecoder) return null;
  if (said[0] !== readyByte) throw new BacklotError('PROVIDER_UNAVAILABLE', { operation: 'decodeFilm' });
  if (exit !== decoderExits.done || said.length !== answerBytes) return null;
  return { widthPx: order.widthPx, heightPx: order.heightPx, pixels: said.subarray(1) };
}

/** Starts a program, hands it its input, and ends it when it says too much or takes too long. `exit` is null for any other end. */
async function run(
  program: string,
  input: Uint8Array,
  limits: { answerBytes: number; timeLimitMs: number },
): Promise<{ said: Buffer; exit: number | null }> {
  const child = start(program);
  const end = () => child.kill('SIGKILL');
  const timer = setTimeout(end, limits.timeLimitMs);
  const chunks: Buffer[] = [];
  let bytes = 0;
  child.stdout?.on('data', (chunk: Buffer) => {
    if (bytes <= limits.answerBytes) chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > limits.answerBytes) end();
  });
  // It may end before it has read everything.
  child.stdin?.on('error', () => {}).end(input);
  const exit = await new Promise<number | null>((resolve) => {
    child.once('error', () => resolve(null)).once('close', resolve);
  });
  clearTimeout(timer);
  return { said: Buffer.concat(chunks), exit: bytes > limits.answerBytes ? null : exit };
}

/** The shell sets what Node cannot, as far as the system knows it, and becomes Node. */
const limited = [
  'ulimit -c 0 2>/dev/null',
  'ulimit -f 0 2>/dev/null',
  `ulimit -t ${processorSeconds} 2>/dev/null`,
  `ulimit -v ${addressKiB} 2>/dev/null`,
  'exec "$@"',
].join('; ');

function start(program: string): ChildProcess {
  const memory = ['--max-old-space-size=256', '--wasm-max-mem-pages=2048', '--disable-wasm-trap-handler'];
  const readable = foldersOf(program).map((folder) => `--allow-fs-read=${folder}`);
  const node = [process.execPath, ...memory, '--permission', '--allow-addons', ...readable, program];
  return spawn('/bin/sh', ['-c', limited, 'decoder', ...node], {
    ...{ env: {}, cwd: '/', stdio: ['pipe', 'pipe', 'ignore'] },
  });
}

/** What the program is made of: its room, and the packages of the house. */
function foldersOf(program: string): string[] {
  const room = fileURLToPath(new URL('../../', import.meta.url));
  const codecs = createRequire(import.meta.url).resolve('@napi-rs/webcodecs');
  const packages = codecs.slice(0, codecs.indexOf('/node_modules/') + '/node_modules/'.length);
  return [dirname(program), room, packages];
}
