import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readVideosConfig, videosEnvironment } from './config.ts';
import { connectVideos, openVideoDoors } from './connect.ts';

const whsec = (byte: number, sizeBytes = 32) => `whsec_${Buffer.alloc(sizeBytes, byte).toString('base64')}`;
const all = {
  VIDEO_API_URL: 'https://maker.example.com/v1',
  VIDEO_API_KEY: 'key',
  VIDEO_WEBHOOK_SECRET: 'first,second',
  VIDEO_SIGNING_SECRET: whsec(1),
  FAL_KEY: 'id:secret',
  REPLICATE_API_TOKEN: 'r8_x',
  REPLICATE_WEBHOOK_SECRET: `${whsec(2)}, ${whsec(3)}`,
  LUMAAI_API_KEY: 'luma-x',
  RUNWAYML_API_SECRET: 'key_x',
};

const read = (env: Record<string, string>) => {
  const values = z.object(videosEnvironment).safeParse(env);
  if (!values.success)
    return {
      ok: false as const,
      problems: values.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`),
    };
  return readVideosConfig(values.data);
};
const problemsOf = (env: Record<string, string>) => {
  const answer = read(env);
  return answer.ok ? [] : answer.problems;
};

describe('the configuration of videos', () => {
  it('is nothing where nothing is set, or everything is empty', () => {
    expect(read({})).toEqual({ ok: true, config: { defaultProvider: null } });
    const empty = Object.fromEntries(Object.keys(videosEnvironment).map((name) => [name, '']));
    expect(read(empty)).toEqual({ ok: true, config: { defaultProvider: null } });
  });

  it('is every provider that has a key, with two secrets each, and the first is the default one', () => {
    const answer = read(all);
    if (!answer.ok) throw new Error(answer.problems.join());
    const { config } = answer;
    expect(config.defaultProvider).toBe('generic');
    expect(config.generic).toMatchObject({ webhookSecrets: ['first', 'second'], signingSecrets: [whsec(1)] });
    expect(config.replicate?.signingSecrets).toEqual([whsec(2), whsec(3)]);
    expect([...connectVideos(config).keys()]).toEqual(['generic', 'fal', 'replicate', 'luma', 'runway']);
    expect([...openVideoDoors(config).keys()].toSorted()).toEqual(['fal', 'generic', 'replicate']);
  });

  it('has another default one by name, which then comes first', () => {
    const answer = read({ ...all, VIDEO_PROVIDER: 'luma' });
    if (!answer.ok) throw new Error(answer.problems.join());
    expect([...connectVideos(answer.config).keys()][0]).toBe('luma');
    const { LUMAAI_API_KEY: _, ...without } = all;
    expect(problemsOf({ ...without, VIDEO_PROVIDER: 'luma' })).toEqual([
      'VIDEO_PROVIDER names a provider that has no key',
    ]);
  });

  it.each(Object.keys(all))('refuses to start with a blank %s', (name) => {
    for (const blank of [' ', '\n', '\t '])
      expect(problemsOf({ ...all, [name]: blank }).map((problem) => problem.split(' ')[0])).toContain(name);
  });

  it.each([
    ['VIDEO_WEBHOOK_SECRET', ',', 'has a blank secret in its list'],
    ['VIDEO_WEBHOOK_SECRET', 'first, ', 'has a blank secret in its list'],
    ['VIDEO_SIGNING_SECRET', `${whsec(1)},`, 'has a blank secret in its list'],
    ['VIDEO_SIGNING_SECRET', 'whsec_', 'is not base64'],
    ['VIDEO_SIGNING_SECRET', 'secret', 'is not base64'],
    ['VIDEO_SIGNING_SECRET', whsec(1, 23), 'is shorter than 24 bytes'],
    ['REPLICATE_WEBHOOK_SECRET', `${whsec(1)},${whsec(1, 65)}`, 'is longer than 64 bytes'],
    ['VIDEO_API_URL', 'maker.example.com', 'is not an http or https address'],
    ['REPLICATE_MODEL', '../../predictions', 'is not the name of a model'],
    ['VIDEO_PRICE_MICRO_USD', '0.5', 'is not a whole number'],
    ['VIDEO_PROVIDER', 'sora', 'is not the name of a provider'],
    ['FAL_IMAGE_MODEL', 'fal-ai/veo3/image-to-video', 'is missing'],
  ])('refuses %s=%j', (name, value, problem) => {
    const problems = problemsOf({ ...all, [name]: value });
    expect(problems.some((one) => one.includes(problem))).toBe(true);
    expect(problems.join()).not.toContain(value.length > 3 ? value : 'never');
  });

  it('takes no model of pictures from another house than that of words', () => {
    const models = (FAL_MODEL: string, FAL_IMAGE_MODEL: string) =>
      problemsOf({ ...all, FAL_MODEL, FAL_IMAGE_MODEL });
    expect(models('fal-ai/veo3/fast', 'fal-ai/veo3/image-to-video')).toEqual([]);
    expect(models('fal-ai/veo3', 'fal-ai/kling-video/image-to-video')).toEqual([
      'FAL_IMAGE_MODEL is of another house than FAL_MODEL',
    ]);
  });

  it.each([
    ['VIDEO_API_URL', 'VIDEO_API_URL is missing beside VIDEO_API_KEY'],
    ['VIDEO_API_KEY', 'VIDEO_API_KEY is missing beside VIDEO_API_URL'],
    ['REPLICATE_API_TOKEN', 'REPLICATE_API_TOKEN is missing beside REPLICATE_WEBHOOK_SECRET'],
    ['REPLICATE_WEBHOOK_SECRET', 'REPLICATE_WEBHOOK_SECRET is missing beside REPLICATE_API_TOKEN'],
  ])('without %s: %s', (name, problem) => {
    expect(problemsOf({ ...all, [name]: '' })).toEqual([problem]);
  });

  it('wants one of the two kinds of secrets for the generic door, and takes either', () => {
    const neither = { ...all, VIDEO_WEBHOOK_SECRET: '', VIDEO_SIGNING_SECRET: '' };
    expect(problemsOf(neither)).toEqual(['VIDEO_WEBHOOK_SECRET is missing beside VIDEO_API_URL']);
    for (const name of ['VIDEO_WEBHOOK_SECRET', 'VIDEO_SIGNING_SECRET']) {
      const answer = read({ ...all, [name]: '' });
      if (!answer.ok) throw new Error(answer.problems.join());
      expect(openVideoDoors(answer.config).has('generic')).toBe(true);
    }
  });
});
