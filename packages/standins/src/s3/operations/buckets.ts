import type { Call, Reply } from '../call.ts';
import { xmlDocument } from '../xml.ts';

/** ListBuckets. */
export function listBuckets(call: Call): Reply {
  const xml = xmlDocument('ListAllMyBucketsResult', {
    Owner: { ID: 'owner' },
    Buckets: {
      Bucket: call.store
        .buckets()
        .map((bucket) => ({ Name: bucket.name, CreationDate: bucket.createdAt.toISOString() })),
    },
  });
  return { status: 200, xml };
}

/** HeadBucket: 200 or NoSuchBucket. */
export function headBucket(call: Call): Reply {
  call.store.bucket(call.request.bucket);
  return { status: 200, headers: { 'x-amz-bucket-region': call.credentials.region } };
}

/** CreateBucket. */
export function createBucket(call: Call): Reply {
  const { bucket } = call.request;
  call.store.createBucket(bucket, call.now());
  return { status: 200, headers: { location: `/${bucket}` }, writes: [{ key: '', bytes: 0 }] };
}

/** DeleteBucket: only an empty one. */
export function deleteBucket(call: Call): Reply {
  call.store.deleteBucket(call.request.bucket);
  return { status: 204, writes: [{ key: '', bytes: 0 }] };
}

/** GetBucketLocation: S3 leaves it empty for us-east-1. */
export function getBucketLocation(call: Call): Reply {
  call.store.bucket(call.request.bucket);
  const { region } = call.credentials;
  const namespace = 'http://s3.amazonaws.com/doc/2006-03-01/';
  const inner = region === 'us-east-1' ? '' : region;
  return {
    status: 200,
    xml: `<?xml version="1.0" encoding="UTF-8"?>\n<LocationConstraint xmlns="${namespace}">${inner}</LocationConstraint>`,
  };
}

/** GetBucketVersioning: never on here. */
export function getBucketVersioning(call: Call): Reply {
  call.store.bucket(call.request.bucket);
  return { status: 200, xml: xmlDocument('VersioningConfiguration', {}) };
}
