import { expect, it } from 'vitest';
import { campaignDraftSchema } from './campaigns.ts';
import { textSchema } from './common.ts';
import { filmPromiseSchema } from './films.ts';
import { generationSchema, videoTitleSchema } from './videos.ts';

it.each(['', 'A heron in fog', 'Un héron\ndans la brume 🎬', '\u202e'])('takes for words %j', (text) => {
  expect(textSchema.safeParse(text).success).toBe(true);
});

const fields = {
  prompt: generationSchema.shape.prompt,
  title: videoTitleSchema,
  'title of a campaign': campaignDraftSchema.shape.title,
  brief: campaignDraftSchema.shape.brief,
  'name of a person': campaignDraftSchema.shape.personName,
  'name of a film': filmPromiseSchema.shape.originalName,
};
it.each(Object.entries(fields))('takes nothing for a %s that a database cannot keep', (_, schema) => {
  expect(schema.safeParse('A heron').success).toBe(true);
  for (const text of ['A heron\0', 'A heron\ud83c', '\udfac heron'])
    expect(schema.safeParse(text).success).toBe(false);
});
