import { type LookupAddress, lookup } from 'node:dns';
import type { LookupFunction, Socket } from 'node:net';
import { buildConnector } from 'undici';
import { downloadError, isListed, isPublic, type TrustedHosts } from './addresses.ts';

/** Finds all addresses of a name. */
export type Resolve = (
  hostname: string,
  answer: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

const connectTimeoutMs = 10_000;

/** By the operating system, as everything else on the machine does. */
const resolveBySystem: Resolve = (hostname, answer) => lookup(hostname, { all: true }, answer);

/** How a connection is opened, and who is at its other end. */
export type Dial = {
  by(lookup: LookupFunction): buildConnector.connector;
  peerOf(socket: Socket): string;
};

const dialByNode: Dial = {
  by: (lookup) => buildConnector({ timeout: connectTimeoutMs, allowH2: false, maxCachedSessions: 0, lookup }),
  peerOf: (socket) => socket.remoteAddress ?? '',
};

/**
 * Opens connections to public addresses only. A name is resolved once, every address that it has is checked, and the
 * connection goes to one of those that were checked: what the name says a moment later plays no part.
 * A name with one private address among public ones is refused whole.
 */
export function guardedConnector(
  trusted: TrustedHosts,
  resolve: Resolve = resolveBySystem,
  dial: Dial = dialByNode,
): buildConnector.connector {
  const open = dial.by(lookupBy(resolve, () => true));
  const guarded = dial.by(lookupBy(resolve, isPublic));
  return (options, callback) => {
    if (isListed(options, trusted.private)) return open(options, callback);
    guarded(options, (error, socket) => {
      if (error) return callback(error, null);
      // Literal addresses are not looked up; whatever way a connection came, its other end is looked at before a byte goes.
      if (socket && isPublic(dial.peerOf(socket))) return callback(null, socket);
      socket?.destroy();
      callback(downloadError('address_refused'), null);
    });
  };
}

export function lookupBy(resolve: Resolve, mayConnect: (address: string) => boolean): LookupFunction {
  return (hostname, options, answer) => {
    resolve(hostname, (error, addresses) => {
      const [first] = addresses ?? [];
      if (error || !first) return answer(error ?? Object.assign(new Error(), { code: 'ENOTFOUND' }), '', 0);
      if (!addresses.every(({ address }) => mayConnect(address)))
        return answer(downloadError('address_refused') as NodeJS.ErrnoException, '', 0);
      if (options.all) answer(null, addresses);
      else answer(null, first.address, first.family);
    });
  };
}
