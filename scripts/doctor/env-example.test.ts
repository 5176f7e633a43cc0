import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { readConfig as readApiConfig } from '../../apps/api/src/config.ts';
import { readConfig as readWorkerConfig } from '../../apps/worker/src/config.ts';

/** The names that a reader looks up in the environment. */
function namesRead(read: (env: Record<string, string | undefined>) => unknown): Set<string> {
  const names = new Set<string>();
  const env = new Proxy<Record<string, string | undefined>>(
    {},
    {
      get: (_target, name) => {
        if (typeof name === 'string' && /^[A-Z0-9_]+$/.test(name)) names.add(name);
        return undefined;
      },
    },
  );
  read(env);
  return names;
}

test('.env.example explains exactly the variables that api and worker read', async () => {
  const text = await readFile(new URL('../../.env.example', import.meta.url), 'utf8');
  const explained = [...text.matchAll(/^([A-Z0-9_]+)=/gm)].map((match) => match[1]);
  const read = new Set([...namesRead(readApiConfig), ...namesRead(readWorkerConfig)]);
  expect(explained.toSorted()).toEqual([...read].toSorted());
});
