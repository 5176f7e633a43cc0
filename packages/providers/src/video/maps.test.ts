import type { VideoReport } from '@backlot/core';
import { describe, expect, it } from 'vitest';
import fal from './fal/map.cases.json' with { type: 'json' };
import { falMessage, toFalMessageReport } from './fal/map.ts';
import generic from './generic/map.cases.json' with { type: 'json' };
import { genericJob, toGenericReport } from './generic/map.ts';
import luma from './luma/map.cases.json' with { type: 'json' };
import { lumaGeneration, toLumaReport } from './luma/map.ts';
import replicate from './replicate/map.cases.json' with { type: 'json' };
import { prediction, toReplicateReport } from './replicate/map.ts';
import runway from './runway/map.cases.json' with { type: 'json' };
import { runwayTask, toRunwayReport } from './runway/map.ts';

type Case = { name: string; body: unknown; report: unknown };

/** What each map makes of a shape of its provider; the shapes are of the documentation that their files name. */
const maps: [string, Case[], (body: unknown) => VideoReport | null][] = [
  ['generic', generic.cases, (body) => toGenericReport(genericJob.parse(body))],
  ['fal', fal.messages, (body) => toFalMessageReport(falMessage.parse(body), Date.parse(fal.now))],
  ['replicate', replicate.cases, (body) => toReplicateReport(prediction.parse(body))],
  ['luma', luma.cases, (body) => toLumaReport(lumaGeneration.parse(body))],
  ['runway', runway.cases, (body) => toRunwayReport(runwayTask.parse(body), Date.parse(runway.now))],
];

describe.each(maps)('what %s says', (_name, cases, map) => {
  it.each(cases.map((one) => [one.name, one] as const))('%s', (_case, { body, report }) => {
    expect(JSON.parse(JSON.stringify(map(body)))).toEqual(report);
  });
});
