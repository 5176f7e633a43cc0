import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A program that ended badly, with what it printed. */
export class CommandFailed extends Error {
  constructor(program, code, output) {
    super(`${program} ended with ${code}`);
    this.program = program;
    this.output = output;
  }
}

/** npm as [program, first arguments]: the one that called us, else the one beside this node, else the one on PATH. */
export function npmCommand(env = process.env) {
  const beside = join(dirname(process.execPath), '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js');
  const script = [env.npm_execpath, beside].find((path) => path?.endsWith('npm-cli.js') && existsSync(path));
  return script ? [process.execPath, [script]] : ['npm', []];
}

/**
 * Runs a program and keeps what it prints to itself.
 * @throws CommandFailed with the output, when it does not end with 0.
 */
export function quietly(program, args, { cwd, env }) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const keep = (chunk) => {
      output = (output + chunk).slice(-20_000);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', reject);
    child.on('close', (code, signal) => {
      if (code === 0) resolve(output);
      else reject(new CommandFailed(program, signal ?? code, output));
    });
  });
}

/** What a program prints, trimmed; undefined when it cannot be run. */
export async function capture(program, args, env) {
  try {
    return (await quietly(program, args, { env })).trim();
  } catch {
    return undefined;
  }
}
