import type { Operation } from './call.ts';
import { S3Error } from './errors.ts';
import { abortMultipartUpload } from './operations/abort-multipart-upload.ts';
import {
  createBucket,
  deleteBucket,
  getBucketLocation,
  getBucketVersioning,
  headBucket,
  listBuckets,
} from './operations/buckets.ts';
import { completeMultipartUpload } from './operations/complete-multipart-upload.ts';
import { copyObject } from './operations/copy-object.ts';
import { createMultipartUpload } from './operations/create-multipart-upload.ts';
import { deleteObject, deleteObjects } from './operations/delete-object.ts';
import { getObject, headObject } from './operations/get-object.ts';
import { getObjectAttributes } from './operations/get-object-attributes.ts';
import { listMultipartUploads } from './operations/list-multipart-uploads.ts';
import { listObjects } from './operations/list-objects.ts';
import { listParts } from './operations/list-parts.ts';
import { postObject } from './operations/post-object.ts';
import { putObject } from './operations/put-object.ts';
import { uploadPart } from './operations/upload-part.ts';
import { uploadPartCopy } from './operations/upload-part-copy.ts';
import { hasQuery, queryValue, type S3Request } from './request.ts';

const reads = (name: string, run: Operation['run']): Operation => ({
  name,
  run,
  writes: false,
  signedBy: 'request',
});
const writes = (name: string, run: Operation['run']): Operation => ({
  name,
  run,
  writes: true,
  signedBy: 'request',
});

/** What S3 can do here, by its names. */
const operations = {
  listBuckets: reads('ListBuckets', listBuckets),
  createBucket: writes('CreateBucket', createBucket),
  deleteBucket: writes('DeleteBucket', deleteBucket),
  headBucket: reads('HeadBucket', headBucket),
  getBucketLocation: reads('GetBucketLocation', getBucketLocation),
  getBucketVersioning: reads('GetBucketVersioning', getBucketVersioning),
  listObjects: reads('ListObjectsV2', listObjects),
  listMultipartUploads: reads('ListMultipartUploads', listMultipartUploads),
  deleteObjects: writes('DeleteObjects', deleteObjects),
  postObject: { ...writes('PostObject', postObject), signedBy: 'form' } satisfies Operation,
  getObject: reads('GetObject', getObject),
  headObject: reads('HeadObject', headObject),
  getObjectAttributes: reads('GetObjectAttributes', getObjectAttributes),
  putObject: writes('PutObject', putObject),
  copyObject: writes('CopyObject', copyObject),
  deleteObject: writes('DeleteObject', deleteObject),
  createMultipartUpload: writes('CreateMultipartUpload', createMultipartUpload),
  uploadPart: writes('UploadPart', uploadPart),
  uploadPartCopy: writes('UploadPartCopy', uploadPartCopy),
  listParts: reads('ListParts', listParts),
  completeMultipartUpload: writes('CompleteMultipartUpload', completeMultipartUpload),
  abortMultipartUpload: writes('AbortMultipartUpload', abortMultipartUpload),
} satisfies Record<string, Operation>;

/** Parts of S3's interface that are not here; without this list they would be taken for plain reads and writes. */
const absent = [
  'accelerate',
  'acl',
  'analytics',
  'cors',
  'encryption',
  'intelligent-tiering',
  'inventory',
  'legal-hold',
  'lifecycle',
  'logging',
  'metrics',
  'notification',
  'object-lock',
  'ownershipControls',
  'policy',
  'policyStatus',
  'publicAccessBlock',
  'renameObject',
  'replication',
  'requestPayment',
  'restore',
  'retention',
  'select',
  'session',
  'tagging',
  'torrent',
  'versionId',
  'versions',
  'website',
];

function notAllowed(method: string): S3Error {
  return new S3Error('MethodNotAllowed', 'The specified method is not allowed against this resource.', {
    Method: method,
  });
}

/** Finds the operation a request asks for. @throws S3Error MethodNotAllowed, NotImplemented */
export function route(request: S3Request): Operation {
  const subresource = absent.find((name) => hasQuery(request, name));
  if (subresource) {
    throw new S3Error(
      'NotImplemented',
      'A header or query you provided implies functionality that is not implemented',
      {
        Parameter: subresource,
      },
    );
  }
  if (request.bucket === '') {
    if (request.method === 'GET') return operations.listBuckets;
    throw notAllowed(request.method);
  }
  return request.key === '' ? routeBucket(request) : routeObject(request);
}

function routeBucket(request: S3Request): Operation {
  switch (request.method) {
    case 'PUT':
      return operations.createBucket;
    case 'DELETE':
      return operations.deleteBucket;
    case 'HEAD':
      return operations.headBucket;
    case 'GET':
      if (hasQuery(request, 'uploads')) return operations.listMultipartUploads;
      if (hasQuery(request, 'location')) return operations.getBucketLocation;
      if (hasQuery(request, 'versioning')) return operations.getBucketVersioning;
      if (queryValue(request, 'list-type') === '2') return operations.listObjects;
      throw new S3Error('NotImplemented', 'Only version 2 of the listing is implemented (list-type=2).');
    case 'POST':
      if (hasQuery(request, 'delete')) return operations.deleteObjects;
      if (request.headers.get('content-type')?.startsWith('multipart/form-data'))
        return operations.postObject;
      throw notAllowed(request.method);
    default:
      throw notAllowed(request.method);
  }
}

function routeObject(request: S3Request): Operation {
  const ofUpload = hasQuery(request, 'uploadId');
  switch (request.method) {
    case 'GET':
      if (ofUpload) return operations.listParts;
      return hasQuery(request, 'attributes') ? operations.getObjectAttributes : operations.getObject;
    case 'HEAD':
      return operations.headObject;
    case 'PUT': {
      const copies = request.headers.has('x-amz-copy-source') || hasQuery(request, 'x-amz-copy-source');
      if (ofUpload || hasQuery(request, 'partNumber'))
        return copies ? operations.uploadPartCopy : operations.uploadPart;
      return copies ? operations.copyObject : operations.putObject;
    }
    case 'POST':
      if (hasQuery(request, 'uploads')) return operations.createMultipartUpload;
      if (ofUpload) return operations.completeMultipartUpload;
      throw notAllowed(request.method);
    case 'DELETE':
      return ofUpload ? operations.abortMultipartUpload : operations.deleteObject;
    default:
      throw notAllowed(request.method);
  }
}
