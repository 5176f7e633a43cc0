import { expect, it } from 'vitest';
import { titleOf } from './title-of.ts';

it.each([
  ['  A heron\n in  fog ', 'A heron in fog'],
  [`${'word '.repeat(30)}`, `${'word '.repeat(16).trim().slice(0, 79)}…`],
  ['x'.repeat(200), `${'x'.repeat(80)}…`],
])('cuts %j to a title', (prompt, title) => {
  expect(titleOf(prompt)).toBe(title);
});
