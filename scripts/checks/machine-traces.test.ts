import { expect, test } from 'vitest';
import { tracesOf } from './machine-traces.ts';

test('folders of one machine and registries are found, with their line', () => {
  expect(tracesOf('a.ts', "x\nconst p = '/home/ada/backlot';")).toEqual([
    'a.ts:2 holds a path of one machine: /home/ada',
  ]);
  expect(tracesOf('pnpm-lock.yaml', 'tarball: https://registry.example.org/x.tgz')).toHaveLength(1);
  expect(tracesOf('a.md', 'see /root/notes')).toHaveLength(1);
});

test('addresses and relative paths are not', () => {
  expect(
    tracesOf('a.ts', "'/homepage' apps/web/home/page.tsx ~/work/x 'https://example.org/home/a'"),
  ).toEqual([]);
  expect(tracesOf('Dockerfile', 'WORKDIR /home/node/app')).toEqual([]);
});
