import type * as S3 from '@aws-sdk/client-s3';
import { LotseError } from '../../base/index.js';
import {
  type AttachmentName,
  type AttachmentStore,
  organisationId,
  type OrganisationId,
} from '../../lrs/store/index.js';
import { bucketError, isMissing, statusOf } from './bucket-error.js';
import { piecesOfASize } from './pieces-of-a-size.js';

/** A bucket, and how to come in. */
export interface BucketPlace {
  readonly bucket: string;
  /** What every key begins with: empty, or something that ends with `/`. */
  readonly prefix: string;
  readonly region: string;
  /** Another service's than Amazon's. */
  readonly endpoint?: string;
  /** The bucket stands in the path, not in the host's name. */
  readonly pathStyle: boolean;
  /** Left out: whatever the client finds in its own places (environment, configuration, the machine's role). */
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

type Sdk = typeof S3;
type S3Client = S3.S3Client;

/** The smallest part that S3 takes, and so what is in memory of one attachment. With 10,000 of them: 48 GiB. */
const partSize = 5 * 1024 * 1024;
/** Data that was put so long ago is made young again when it is put once more, in milliseconds. */
const oldAfter = 3600_000;

/**
 * Attachments in a bucket: `{prefix}{organisation}/{hash}`. Small data is sent at once, larger data in parts while it
 * comes in; only the last step gives it its name, so that whatever has a name is whole. Every piece goes with its
 * SHA-256 in the signature, so that the service refuses what was changed on its way.
 * @throws LotseError `invalid-configuration` where the bucket is not there, or refuses the credentials
 */
export async function attachmentBucket(place: BucketPlace): Promise<AttachmentStore> {
  // Loaded only where it is used: it is larger than all the rest of the LRS.
  const sdk = await import('@aws-sdk/client-s3');
  const { bucket, prefix, region, endpoint, pathStyle, credentials } = place;
  const client = new sdk.S3Client({
    region,
    forcePathStyle: pathStyle,
    maxAttempts: 4,
    requestHandler: { connectionTimeout: 5_000, requestTimeout: 60_000 },
    // The signature covers the content already; other services do not know Amazon's newer checksums.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(credentials === undefined ? {} : { credentials }),
  });
  await checkBucket(sdk, client, bucket);

  const headOf = async (key: string): Promise<{ readonly length: number; readonly modified: Date } | undefined> => {
    try {
      const { ContentLength, LastModified } = await client.send(
        new sdk.HeadObjectCommand({ Bucket: bucket, Key: key }),
      );
      return { length: ContentLength ?? 0, modified: LastModified ?? new Date(0) };
    } catch (caught) {
      if (isMissing(caught)) return undefined;
      throw bucketError(caught);
    }
  };

  return {
    put: async (organisation, sha2, content) => {
      const key = keyOf(prefix, organisation, sha2);
      const head = await headOf(key);
      if (
        head !== undefined &&
        (head.modified.getTime() > Date.now() - oldAfter || (await renewed(sdk, client, bucket, key)))
      )
        await drain(content);
      else await upload(sdk, client, { bucket, key }, content);
    },
    find: async (organisation, sha2) => {
      const key = keyOf(prefix, organisation, sha2);
      const head = await headOf(key);
      return head === undefined
        ? undefined
        : { length: head.length, read: () => download(sdk, client, { bucket, key }, head.length) };
    },
    remove: async (organisation, sha2, putBefore) => {
      const key = keyOf(prefix, organisation, sha2);
      const head = await headOf(key);
      if (head === undefined || (putBefore !== undefined && head.modified.getTime() >= Date.parse(putBefore)))
        return false;
      await asOurs(() => client.send(new sdk.DeleteObjectCommand({ Bucket: bucket, Key: key })));
      return true;
    },
    list: () => listed(sdk, client, bucket, prefix),
  };
}

async function asOurs<Value>(action: () => Promise<Value>): Promise<Value> {
  try {
    return await action();
  } catch (caught) {
    throw bucketError(caught);
  }
}

/** Says at once what is set up wrongly; a service that does not answer now may answer when it is needed. */
async function checkBucket(sdk: Sdk, client: S3Client, bucket: string): Promise<void> {
  try {
    await client.send(new sdk.HeadBucketCommand({ Bucket: bucket }));
  } catch (caught) {
    const status = statusOf(caught);
    if (status === 404)
      throw new LotseError(
        'invalid-configuration',
        `LOTSE_ATTACHMENTS names the bucket "${bucket}", which does not exist there.`,
        { cause: caught },
      );
    if (status === 401 || status === 403)
      throw new LotseError(
        'invalid-configuration',
        `The bucket "${bucket}" of LOTSE_ATTACHMENTS refuses the credentials. Check LOTSE_S3_KEY and LOTSE_S3_SECRET.`,
        { cause: caught },
      );
    if (caught instanceof Error && caught.name === 'CredentialsProviderError')
      throw new LotseError(
        'invalid-configuration',
        'LOTSE_ATTACHMENTS names a bucket, but there are no credentials for it. Set LOTSE_S3_KEY and LOTSE_S3_SECRET.',
        { cause: caught },
      );
  }
}

/** Both names become parts of a key, so both are checked here once more. */
function keyOf(prefix: string, organisation: OrganisationId, sha2: string): string {
  if (!/^[0-9a-f]{56,128}$/.test(sha2))
    throw new LotseError('internal', 'The store was given an attachment hash that is not SHA-2.');
  if (organisationId(organisation) === undefined)
    throw new LotseError('internal', "The store was given a name that is not an organisation's.");
  return `${prefix}${organisation}/${sha2}`;
}

interface ObjectPlace {
  readonly bucket: string;
  readonly key: string;
}

/** Gives an object today's date, within the service; `false` where it is too large for that, or has gone meanwhile. */
async function renewed(sdk: Sdk, client: S3Client, bucket: string, key: string): Promise<boolean> {
  const source = `${bucket}/${key}`.split('/').map(encodeURIComponent).join('/');
  try {
    await client.send(
      new sdk.CopyObjectCommand({ Bucket: bucket, Key: key, CopySource: source, MetadataDirective: 'REPLACE' }),
    );
    return true;
  } catch (caught) {
    if (isMissing(caught) || statusOf(caught) === 400) return false;
    throw bucketError(caught);
  }
}

async function upload(
  sdk: Sdk,
  client: S3Client,
  { bucket, key }: ObjectPlace,
  content: AsyncIterable<Uint8Array>,
): Promise<void> {
  const pieces = piecesOfASize(content, partSize);
  const first = await pieces.next();
  const second = first.done === true ? first : await pieces.next();
  if (second.done === true) {
    await asOurs(() =>
      client.send(
        new sdk.PutObjectCommand({
          Bucket: bucket,
          Key: key,
          Body: first.value ?? Buffer.alloc(0),
          ContentType: 'application/octet-stream',
        }),
      ),
    );
    return;
  }
  await uploadInParts(
    sdk,
    client,
    { bucket, key },
    (async function* () {
      yield first.value!;
      yield second.value;
      yield* pieces;
    })(),
  );
}

async function uploadInParts(
  sdk: Sdk,
  client: S3Client,
  { bucket, key }: ObjectPlace,
  pieces: AsyncIterable<Buffer>,
): Promise<void> {
  const target = { Bucket: bucket, Key: key };
  const { UploadId } = await asOurs(() =>
    client.send(new sdk.CreateMultipartUploadCommand({ ...target, ContentType: 'application/octet-stream' })),
  );
  const parts: { readonly ETag: string | undefined; readonly PartNumber: number }[] = [];
  try {
    // What `pieces` throws is the caller's and goes on as it is.
    for await (const piece of pieces) {
      const PartNumber = parts.length + 1;
      const { ETag } = await asOurs(() =>
        client.send(new sdk.UploadPartCommand({ ...target, UploadId, PartNumber, Body: piece })),
      );
      parts.push({ ETag, PartNumber });
    }
    await asOurs(() =>
      client.send(new sdk.CompleteMultipartUploadCommand({ ...target, UploadId, MultipartUpload: { Parts: parts } })),
    );
  } catch (caught) {
    // Where this fails too, the bucket's own rule for abandoned uploads takes the parts away.
    await client.send(new sdk.AbortMultipartUploadCommand({ ...target, UploadId })).catch(() => undefined);
    throw caught;
  }
}

/** At the pace of the reader: what is not taken waits in the connection. */
async function* download(
  sdk: Sdk,
  client: S3Client,
  { bucket, key }: ObjectPlace,
  expected: number,
): AsyncGenerator<Uint8Array, void> {
  const { Body } = await asOurs(() => client.send(new sdk.GetObjectCommand({ Bucket: bucket, Key: key })));
  let length = 0;
  try {
    for await (const piece of Body as AsyncIterable<Uint8Array>) {
      length += piece.byteLength;
      yield piece;
    }
  } catch (caught) {
    throw bucketError(caught);
  }
  if (length !== expected)
    throw new LotseError('store-unavailable', 'Attachments cannot be stored or read right now.', {
      detail: `S3: ${length} of ${expected} bytes came`,
      retryAfter: 5,
    });
}

async function drain(content: AsyncIterable<Uint8Array>): Promise<void> {
  const pieces = content[Symbol.asyncIterator]();
  while ((await pieces.next()).done !== true);
}

async function* listed(
  sdk: Sdk,
  client: S3Client,
  bucket: string,
  prefix: string,
): AsyncGenerator<AttachmentName, void> {
  for (let token: string | undefined, first = true; first || token !== undefined; first = false) {
    const page = await asOurs(() =>
      client.send(
        new sdk.ListObjectsV2Command({
          Bucket: bucket,
          Prefix: prefix,
          ...(token === undefined ? {} : { ContinuationToken: token }),
        }),
      ),
    );
    for (const { Key, LastModified } of page.Contents ?? []) {
      const [, name, sha2] = /^([a-z0-9-]+)\/([0-9a-f]{56,128})$/.exec(Key?.slice(prefix.length) ?? '') ?? [];
      const organisation = name === undefined ? undefined : organisationId(name);
      if (organisation !== undefined && sha2 !== undefined)
        yield { organisation, sha2, put: (LastModified ?? new Date(0)).toISOString() };
    }
    token = page.NextContinuationToken;
  }
}
