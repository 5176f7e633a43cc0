import { spawn } from 'node:child_process';

/** A program that ended with something else than 0, with the end of what it printed. */
export class CommandFailed extends Error {
  readonly output: string;
  constructor(program: string, ending: string, output: string) {
    super(`${program} ended with ${ending}`);
    this.output = output.trim().split('\n').slice(-40).join('\n');
  }
}

/**
 * Runs a program to its end.
 * @returns what it printed
 * @throws CommandFailed
 */
export function runProgram(
  program: string,
  args: string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv; argv0?: string } = {},
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const keep = (chunk: Buffer) => {
      output += chunk.toString();
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', (error) => reject(new CommandFailed(program, error.message, output)));
    child.on('close', (code, signal) => {
      if (code === 0) resolve(output);
      else reject(new CommandFailed(program, String(signal ?? code), output));
    });
  });
}
