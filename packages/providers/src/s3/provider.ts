import type { ObjectStore } from '@backlot/core';
import type { S3Clients } from './client.ts';
import { multiparts } from './multipart.ts';
import { objects } from './objects.ts';
import { presigning } from './presign.ts';
import { writing } from './write.ts';

/** Storage by any service that speaks S3. */
export function s3ObjectStore(clients: S3Clients): ObjectStore {
  return { ...objects(clients), ...multiparts(clients), ...presigning(clients), ...writing(clients) };
}
