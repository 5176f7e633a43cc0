import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readProcessConfig, readProvidersConfig } from './config.ts';

const good = {
  STRIPE_SECRET_KEY: 'sk_test_1',
  STRIPE_WEBHOOK_SECRET: 'whsec_1',
  S3_REGION: 'eu-west-3',
  S3_BUCKET: 'films',
  S3_ACCESS_KEY_ID: 'key',
  S3_SECRET_ACCESS_KEY: 'hidden/+value',
  SMTP_URL: 'smtps://name:word@mail.example.com',
  MAIL_FROM: 'Backlot <hello@example.com>',
};

const problemsOf = (env: Record<string, string | undefined>): string[] => {
  const read = readProvidersConfig({ ...good, ...env });
  return read.ok ? [] : read.problems;
};

describe('the configuration of providers', () => {
  it('needs nothing but what has no default', () => {
    expect(readProvidersConfig(good)).toEqual({
      ok: true,
      config: {
        stripe: { secretKey: 'sk_test_1', webhookSecrets: ['whsec_1'] },
        s3: {
          region: 'eu-west-3',
          bucket: 'films',
          accessKeyId: 'key',
          secretAccessKey: 'hidden/+value',
          forcePathStyle: false,
        },
        mail: { smtpUrl: 'smtps://name:word@mail.example.com', from: 'Backlot <hello@example.com>' },
        videos: { defaultProvider: null },
        downloads: { httpHosts: [], privateHosts: [], sizeBytesMax: 4 * 1024 ** 3 },
      },
    });
  });

  it('takes other addresses for every service, and two webhook secrets', () => {
    const read = readProvidersConfig({
      ...good,
      STRIPE_HOST: '127.0.0.1',
      STRIPE_PORT: '12111',
      STRIPE_PROTOCOL: 'http',
      STRIPE_WEBHOOK_SECRET: 'whsec_1, whsec_2',
      S3_ENDPOINT: 'http://127.0.0.1:9000',
      S3_PUBLIC_ENDPOINT: 'https://files.example.com',
      S3_FORCE_PATH_STYLE: 'true',
    });
    if (!read.ok) throw new Error(read.problems.join());
    expect(read.config.stripe).toEqual({
      secretKey: 'sk_test_1',
      webhookSecrets: ['whsec_1', 'whsec_2'],
      host: '127.0.0.1',
      port: 12_111,
      protocol: 'http',
    });
    expect(read.config.s3).toMatchObject({
      endpoint: 'http://127.0.0.1:9000',
      publicEndpoint: 'https://files.example.com',
      forcePathStyle: true,
    });
  });

  it('takes lists of hosts that downloads may reach besides', () => {
    const read = readProvidersConfig({
      ...good,
      VIDEO_HTTP_HOSTS: 'Films.example.com, 127.0.0.1:9100',
      VIDEO_PRIVATE_HOSTS: '127.0.0.1:9100,[::1]:9100',
      VIDEO_SIZE_MAX_GIB: '8',
    });
    if (!read.ok) throw new Error(read.problems.join());
    expect(read.config.downloads).toEqual({
      httpHosts: ['films.example.com', '127.0.0.1:9100'],
      privateHosts: ['127.0.0.1:9100', '[::1]:9100'],
      sizeBytesMax: 8 * 1024 ** 3,
    });
  });

  it('takes an empty optional value for none', () => {
    expect(
      problemsOf({ STRIPE_HOST: '', STRIPE_PORT: '', S3_ENDPOINT: '', S3_FORCE_PATH_STYLE: '' }),
    ).toEqual([]);
  });

  it.each(Object.keys(good))('names %s when it is missing, empty or blank', (name) => {
    for (const value of [undefined, '', '  ', '\n']) {
      const problems = problemsOf({ [name]: value });
      expect(problems.length).toBeGreaterThan(0);
      for (const problem of problems) expect(problem.split(' ')[0]).toBe(name);
    }
  });

  it.each([',', 'whsec_1,', ',whsec_1', 'whsec_1, ,whsec_2'])(
    'refuses a blank among secrets: "%s"',
    (list) => {
      expect(problemsOf({ STRIPE_WEBHOOK_SECRET: list })).toEqual([
        'STRIPE_WEBHOOK_SECRET has a blank secret in its list',
      ]);
    },
  );

  it.each([
    ['STRIPE_PORT', '0'],
    ['STRIPE_PORT', '65536'],
    ['STRIPE_PORT', 'http'],
    ['STRIPE_PROTOCOL', 'ftp'],
    ['STRIPE_SECRET_KEY', 'sk_test 1'],
    ['S3_ENDPOINT', '127.0.0.1:9000'],
    ['S3_PUBLIC_ENDPOINT', 'ftp://files'],
    ['S3_FORCE_PATH_STYLE', 'yes'],
    ['VIDEO_HTTP_HOSTS', 'http://films.example.com'],
    ['VIDEO_HTTP_HOSTS', 'films.example.com,'],
    ['VIDEO_HTTP_HOSTS', '*'],
    ['VIDEO_PRIVATE_HOSTS', '10.0.0.7'],
    ['VIDEO_PRIVATE_HOSTS', '10.0.0.0/8'],
    ['VIDEO_PRIVATE_HOSTS', '10.0.0.7:80/x'],
    ['VIDEO_SIZE_MAX_GIB', '0'],
    ['SMTP_URL', 'mail.example.com'],
    ['SMTP_URL', 'http://mail.example.com'],
    ['MAIL_FROM', 'Backlot'],
    ['MAIL_FROM', 'a@example.com\r\nBcc: b@example.com'],
  ])('refuses %s=%j', (name, value) => {
    expect(problemsOf({ [name]: value }).map((problem) => problem.split(' ')[0])).toEqual([name]);
  });

  it('lists all that is wrong, and never a value', () => {
    const wrong = Object.fromEntries(Object.keys(good).map((name) => [name, 'v4lue with a space ']));
    const problems = problemsOf({ ...wrong, S3_REGION: '', STRIPE_PORT: 'v4lue', S3_ENDPOINT: 'v4lue' });
    const named = new Set(problems.map((problem) => problem.split(' ')[0]));
    for (const name of [
      'STRIPE_SECRET_KEY',
      'S3_REGION',
      'STRIPE_PORT',
      'S3_ENDPOINT',
      'SMTP_URL',
      'MAIL_FROM',
    ]) {
      expect(named).toContain(name);
    }
    expect(problems.join()).not.toContain('v4lue');
  });
});

describe('the configuration of a process', () => {
  const shared = {
    ...good,
    DATABASE_URL: 'postgres://name:word@db.example.com/backlot',
    PUBLIC_URL: 'https://backlot.example.com/',
    SIGN_IN_SECRET: 'x'.repeat(32),
  };
  const own = z.object({ API_PORT: z.string({ error: 'is missing' }) });

  it('is what all processes share, and its own', () => {
    const read = readProcessConfig({ ...shared, API_PORT: '3000' }, own);
    if (!read.ok) throw new Error(read.problems.join());
    expect(read.own).toEqual({ API_PORT: '3000' });
    expect(read.config).toMatchObject({ publicUrl: 'https://backlot.example.com', logLevel: 'info' });
    expect(read.config.providers.s3.bucket).toBe('films');
  });

  it('names all that is wrong in one list, and never a value', () => {
    const wrong = { ...shared, SIGN_IN_SECRET: 'sh0rt', LOG_LEVEL: 'l0ud', S3_BUCKET: '' };
    expect(readProcessConfig(wrong, own)).toEqual({
      ok: false,
      problems: [
        'SIGN_IN_SECRET has fewer than 32 characters',
        'LOG_LEVEL is not a level',
        'API_PORT is missing',
        'S3_BUCKET is empty',
      ],
    });
  });
});
