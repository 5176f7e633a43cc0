import { startFront } from './front.ts';

const PREFERRED_PORT = 4400;
/** What the api answers itself while Vite serves the pages. */
const API_PATHS = /^\/(api|healthz|readyz|metrics)([/?]|$)/;
const DEV_PATHS = /^\/dev([/?]|$)/;

export type OpenFront = {
  /** The one address, without a slash at the end. */
  publicUrl: string;
  port: number;
  /** Where `/dev` leads; until it is set, nobody is there. */
  setDevPage(port: number): void;
  stop(): Promise<void>;
};

type Options = {
  apiPort: number;
  /** Where Vite serves the pages; the api does when absent. */
  vitePort?: number;
  say: (line: string) => void;
  env?: NodeJS.ProcessEnv;
};

/**
 * Opens the one address. PORT and HOST may be given; otherwise 4400 on loopback, or a free port when 4400 is in use.
 * @throws Error in plain words when the given port cannot be had
 */
export async function openFront({ apiPort, vitePort, say, env = process.env }: Options): Promise<OpenFront> {
  let devPort = 1;
  const api = { name: 'The api', port: apiPort };
  const route = (path: string) => {
    if (DEV_PATHS.test(path)) return { name: 'The development page', port: devPort };
    return vitePort === undefined || API_PATHS.test(path) ? api : { name: 'Vite', port: vitePort };
  };
  const host = env.HOST || undefined;
  const given = readPort(env.PORT);
  const front = await startFront({ host, route, port: given ?? PREFERRED_PORT }).catch(
    (error: NodeJS.ErrnoException) => {
      if (given !== undefined) throw explained(error, given);
      if (error.code !== 'EADDRINUSE') throw error;
      say(`Port ${PREFERRED_PORT} is in use by another program, so a free one is taken.`);
      return startFront({ host, route, port: 0 });
    },
  );
  return {
    port: front.port,
    publicUrl: (env.PUBLIC_URL || `http://localhost:${front.port}`).replace(/\/+$/, ''),
    setDevPage(port) {
      devPort = port;
    },
    stop: front.stop,
  };
}

function readPort(text: string | undefined): number | undefined {
  if (text === undefined || text === '') return undefined;
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new Error(`PORT is "${text}", which is not a port (1 to 65535).`);
}

function explained(error: NodeJS.ErrnoException, port: number): Error {
  if (error.code === 'EADDRINUSE') {
    return new Error(
      `Port ${port} is in use by another program. Stop that one, or choose another port with PORT=….`,
    );
  }
  if (error.code === 'EACCES') {
    return new Error(`Port ${port} may not be used by an ordinary user. Choose one from 1024 with PORT=….`);
  }
  return error;
}
