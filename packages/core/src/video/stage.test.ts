import { describe, expect, it } from 'vitest';
import { generationStates } from './generations.ts';
import { videoStorages } from './keeping.ts';
import { mayDo, percentStored, videoActs, videoActsOf, videoStage, videoStages } from './stage.ts';

describe('the stage of a video', () => {
  it.each([
    ['accepted', 'awaiting', false, 'accepted'],
    ['processing', 'awaiting', false, 'generating'],
    ['failed', 'awaiting', false, 'failed'],
    ['cancelled', 'awaiting', false, 'cancelled'],
    ['completed', 'pending', false, 'storing'],
    ['completed', 'processing', false, 'storing'],
    ['completed', 'failed', false, 'not_stored'],
    ['completed', 'stored', false, 'stored'],
    ['completed', 'stored', true, 'binned'],
    ['failed', 'awaiting', true, 'binned'],
    ['completed', 'deleted', true, 'deleted'],
  ] as const)(
    'of a %s generation whose file is %s (in the bin: %s) is %s',
    (state, storage, binned, stage) => {
      expect(videoStage(state, storage, binned)).toBe(stage);
    },
  );

  it('is reached each by something', () => {
    const reached = generationStates.flatMap((state) =>
      videoStorages.flatMap((storage) => [true, false].map((binned) => videoStage(state, storage, binned))),
    );
    expect(new Set(reached)).toEqual(new Set(videoStages));
  });

  it('lets nobody throw away what is on its way, nor delete for good what does not lie in the bin', () => {
    expect(videoStages.filter((stage) => mayDo(stage, 'bin'))).toEqual([
      'cancelled',
      'failed',
      'not_stored',
      'stored',
    ]);
    expect(videoStages.filter((stage) => mayDo(stage, 'remove'))).toEqual(['binned']);
    expect(videoActsOf.deleted).toEqual([]);
    const where = (act: (typeof videoActs)[number]) => videoStages.filter((stage) => mayDo(stage, act));
    expect(where('cancel')).toEqual(['accepted', 'generating']);
    expect(where('again')).toEqual(['cancelled', 'failed', 'not_stored', 'stored']);
    expect(where('retry')).toEqual(['not_stored']);
    for (const act of ['play', 'download', 'rename'] as const)
      expect(where(act)).toEqual(['not_stored', 'stored']);
    expect(where('restore')).toEqual(['binned']);
    expect(new Set(Object.values(videoActsOf).flat())).toEqual(new Set(videoActs));
  });
});

describe('how much is stored', () => {
  it.each([
    [0, null, null],
    [0, 0, null],
    [0, 1_000, 0],
    [999, 1_000, 99],
    [1_000, 1_000, 100],
    [1_001, 1_000, 100],
    [43 * 2 ** 30, 100 * 2 ** 30, 43],
  ])('%d of %d bytes is %d per cent', (bytes, of, percent) => {
    expect(percentStored(bytes, of)).toBe(percent);
  });
});
