import { randomBytes } from 'node:crypto';
import { startVideoMakers } from '@backlot/standins';
import { type House, openHouse } from './house.ts';
import { until } from './until.ts';

export type Makers = Awaited<ReturnType<typeof startVideoMakers>>;

const signing = () => `whsec_${randomBytes(32).toString('base64')}`;

/** A house with the built pages, and makers of videos for it. */
export async function openHouseWithMakers(): Promise<{
  makers: Makers;
  house: House;
  close(): Promise<void>;
}> {
  const makers = await startVideoMakers({
    secrets: {
      key: 'key-of-the-makers',
      webhookSecret: randomBytes(24).toString('hex'),
      signingSecret: signing(),
      replicateSigningSecret: signing(),
    },
  });
  const house = await openHouse({ webDist: process.env.WEB_DIST, environment: makers.env });
  const close = async () => {
    await house.close();
    await makers.stop();
  };
  return { makers, house, close };
}

/** The job that a generation became. */
export async function jobOf(makers: Makers, videoId: string) {
  const find = () => makers.control.jobs().filter((job) => job.videoId === videoId);
  const [job] = await until('the job of the wish', find, (found) => found.length > 0);
  if (!job) throw new Error('the job went again');
  return job;
}
