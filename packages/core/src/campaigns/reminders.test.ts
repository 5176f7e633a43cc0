import { expect, it } from 'vitest';
import { dueUploadReminder } from './reminders.ts';

const hour = 3_600_000;

it.each([
  [0, null],
  [hour - 1, null],
  [hour, 1],
  [24 * hour - 1, 1],
  [24 * hour, 2],
  [72 * hour - 1, 2],
  [72 * hour, 3],
  [13 * 24 * hour, 3],
])('after %d ms reminder %s is due', (waitedMs, due) => {
  expect(dueUploadReminder(waitedMs)).toBe(due);
});
