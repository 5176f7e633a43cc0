import { expect, it } from 'vitest';
import { clientAddress, countedAs } from './client-address.ts';

it.each([
  ['no proxy: the header is the client’s own word', '9.9.9.9', '1.1.1.1', 0, '9.9.9.9'],
  ['one proxy', '10.0.0.1', '9.9.9.9', 1, '9.9.9.9'],
  ['one proxy, and a spoofed entry before it', '10.0.0.1', '1.1.1.1, 9.9.9.9', 1, '9.9.9.9'],
  ['one proxy, and a long spoofed chain', '10.0.0.1', '1.1.1.1,2.2.2.2, 3.3.3.3,9.9.9.9', 1, '9.9.9.9'],
  ['two proxies', '10.0.0.2', '1.1.1.1, 9.9.9.9, 10.0.0.1', 2, '9.9.9.9'],
  ['fewer entries than proxies', '10.0.0.2', '9.9.9.9', 2, '9.9.9.9'],
  ['no header at all', '9.9.9.9', undefined, 1, '9.9.9.9'],
  ['an empty entry', '9.9.9.9', ' ', 1, '9.9.9.9'],
])('%s', (_, peer, header, proxies, expected) => {
  expect(clientAddress(peer, header, proxies)).toBe(expected);
});

it.each([
  ['9.9.9.9', '9.9.9.9'],
  ['9.9.9.9:4711', '9.9.9.9'],
  ['::ffff:9.9.9.9', '9.9.9.9'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:0db8:0001:0002::7', '2001:db8:1:2::/64'],
  ['[2001:db8:1:2::7]:4711', '2001:db8:1:2::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['1:2:3', 'unknown'],
  ['1::2::3', 'unknown'],
  ['<script>', 'unknown'],
])('%s counts as %s', (address, key) => {
  expect(countedAs(address)).toBe(key);
});
