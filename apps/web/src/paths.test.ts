import { describe, expect, it } from 'vitest';
import { isEditStep, leadsTo, paths, patterns, safeNext } from './paths.ts';

describe('where to go on after signing in', () => {
  it('is a path of ours', () => {
    expect(safeNext('/campaigns/1/edit/film?x=1')).toBe('/campaigns/1/edit/film?x=1');
  });
  it.each([null, '', 'https://evil.example', '//evil.example', '/\\evil.example', 'javascript:alert(1)'])(
    'is never %s',
    (next) => {
      expect(safeNext(next)).toBe('/');
    },
  );
});

it('escapes what stands in an address', () => {
  expect(paths.campaign('a/b?c')).toBe('/campaigns/a%2Fb%3Fc');
  expect(paths.signIn('/campaigns?x=1&y=2')).toBe('/sign-in?next=%2Fcampaigns%3Fx%3D1%26y%3D2');
});

it('knows the steps of a draft', () => {
  expect(['who', 'film', 'terms', 'recap', 'confirm', ''].filter(isEditStep)).toEqual([
    'who',
    'film',
    'terms',
    'recap',
  ]);
});

it.each([
  ['/', 'home'],
  ['/sign-in', 'signIn'],
  ['/campaigns/new', 'newCampaign'],
  ['/campaigns/0198/edit/film', 'editCampaign'],
  ['/campaigns/0198/', 'campaign'],
  ['/c/night-on-the-quay', 'published'],
  ['/moderation/0198', 'moderationCase'],
  ['/c', undefined],
  ['/c/one/two', undefined],
  ['/nowhere', undefined],
])('%s leads to %s', (path, name) => {
  expect(Object.entries(patterns).find(([, pattern]) => leadsTo(path, pattern))?.[0]).toBe(name);
});
