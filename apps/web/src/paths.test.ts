import { describe, expect, it } from 'vitest';
import { isEditStep, paths, safeNext } from './paths.ts';

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
