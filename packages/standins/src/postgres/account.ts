import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The system account a server started by root runs under. */
export type Account = { uid: number; gid: number };

/**
 * Postgres refuses to run as root. As root: the account `postgres`, made when the system has none; otherwise undefined, and the
 * server runs as whoever started it.
 * @throws Error in plain words when root may not make the account
 */
export async function databaseAccount(): Promise<Account | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const found = await lookUp();
  if (found) return found;
  try {
    await run('groupadd', ['--system', 'postgres']).catch(ignoreExisting);
    await run('useradd', [
      '--system',
      '--gid',
      'postgres',
      '--no-create-home',
      '--shell',
      '/bin/false',
      'postgres',
    ]);
  } catch (error) {
    throw new Error(
      `Postgres does not run as root, and the account "postgres" could not be made (${String(error)}). Run as an ordinary user, or make the account.`,
    );
  }
  const made = await lookUp();
  if (!made) throw new Error('The account "postgres" was made but cannot be found.');
  return made;
}

async function lookUp(): Promise<Account | undefined> {
  try {
    const [uid, gid] = await Promise.all([run('id', ['-u', 'postgres']), run('id', ['-g', 'postgres'])]);
    return { uid: Number.parseInt(uid.stdout, 10), gid: Number.parseInt(gid.stdout, 10) };
  } catch {
    return undefined;
  }
}

/** groupadd ends with 9 when the group is there. */
function ignoreExisting(error: { code?: number }) {
  if (error.code !== 9) throw error;
}
