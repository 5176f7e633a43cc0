import { isIP } from 'node:net';
import { BacklotError, type DownloadFailure } from '@backlot/core';
import ipaddr from 'ipaddr.js';

/** What an installation lets in beside public addresses by https. */
export type TrustedHosts = {
  /** `host` or `host:port` that may be asked by http. */
  http: readonly string[];
  /** `host:port` that may stand on a private address. */
  private: readonly string[];
};

/** Presigned addresses are long; no real one is longer than this. */
const addressLengthMax = 8_192;
/** Ports below belong to other services: a mail server, say, must not be talked to through us. */
const ownPortsFrom = 1_024;
const defaultPorts: Readonly<Record<string, number>> = { 'https:': 443, 'http:': 80 };
/** The only space from which global IPv6 addresses are given out (IANA, IPv6 Address Space). */
const globalIpv6 = ipaddr.IPv6.parseCIDR('2000::/3');

export const downloadError = (reason: DownloadFailure): BacklotError =>
  new BacklotError('DOWNLOAD_FAILED', { reason });

/**
 * Reads an address as the connection will, and refuses what cannot be opened by the look of it. Names are only known when
 * they are resolved; see `isPublic`.
 * @throws DOWNLOAD_FAILED address_refused
 */
export function readAddress(text: string, base: URL | undefined, trusted: TrustedHosts): URL {
  const url = text.length <= addressLengthMax && URL.canParse(text, base?.href) ? new URL(text, base) : null;
  if (!url || !mayOpen(url, trusted)) throw downloadError('address_refused');
  return url;
}

function mayOpen(url: URL, trusted: TrustedHosts): boolean {
  if (url.username !== '' || url.password !== '') return false;
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isListed(url, trusted.http))) return false;
  if (isListed(url, trusted.private)) return true;
  const port = portOf(url);
  if (port !== defaultPorts[url.protocol] && port < ownPortsFrom) return false;
  const literal = literalOf(url.hostname);
  return literal === null ? isWorldly(url.hostname) : isPublic(literal);
}

export const portOf = (url: { protocol: string; port: string }): number =>
  url.port === '' ? (defaultPorts[url.protocol] ?? 0) : Number(url.port);

/** Whether a list names this very host; an entry without a port stands for all of its ports. */
export function isListed(
  url: { protocol: string; hostname: string; port: string },
  list: readonly string[],
): boolean {
  const host = url.hostname.toLowerCase().replace(/\.$/, '');
  return list.includes(host) || list.includes(`${host}:${portOf(url)}`);
}

/** The address that a host is written as, in whatever way; null for a name. */
function literalOf(hostname: string): string | null {
  const bare = hostname.replace(/^\[|\]$/g, '');
  return isIP(bare) === 0 ? null : bare;
}

/**
 * Names that mean this machine, this network or nothing wherever they are asked (RFC 6761, 6762, 7686, 8375, the reverse names
 * of addresses, and what clouds and households use), and the one under which clouds tell a machine its own secrets.
 */
const homely =
  /(^|\.)(localhost|localdomain|local|internal|intranet|private|corp|home|lan|arpa|test|invalid|onion)$|^metadata\./;

function isWorldly(hostname: string): boolean {
  const name = hostname.toLowerCase().replace(/\.$/, '');
  return name.includes('.') && !homely.test(name);
}

/**
 * Whether an address is one of the open internet: no loopback, private, link-local, shared, documentation, benchmark,
 * multicast or reserved range, and none that hides an IPv4 address.
 */
export function isPublic(address: string): boolean {
  // The library also reads `1.2.3` and its kind, which is no address that a connection goes to.
  if (isIP(address) === 0) return false;
  const parsed = ipaddr.parse(address);
  // Everything that has a range of its own has another name: `private`, `ipv4Mapped`, `rfc6052`, `6to4`, `teredo` …
  if (parsed.range() !== 'unicast') return false;
  return parsed.kind() === 'ipv4' || (parsed as ipaddr.IPv6).match(globalIpv6);
}
