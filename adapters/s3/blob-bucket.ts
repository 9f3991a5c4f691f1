import { createHash, randomUUID } from 'node:crypto';
import type * as S3 from '@aws-sdk/client-s3';
import {
  type BlobEntry,
  type BlobName,
  type BlobStore,
  type ByteRange,
  withHash,
  isBlobHash,
  isBlobOwner,
  LotseError,
  requireBlobName,
  sha2Hasher,
  wrongHashError,
} from '../../base/index.js';
import { bucketError, isObjectMissing, statusOf } from './bucket-error.js';
import { piecesOfASize } from './chunks-of-size.js';

/** A bucket, and how to come in. */
export interface BucketPlace {
  readonly bucket: string;
  /** Prefix of every key: empty, or something that ends with `/`. */
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

/** The smallest part that S3 takes, and so what is in memory of one blob. With 10,000 of them: 48 GiB. */
const partSize = 5 * 1024 * 1024;
/** Data that was put so long ago is made young again when it is put once more, in milliseconds. */
const oldAfterMs = 3600_000;
/** Age in milliseconds at which uploads left behind by a process that died are removed. */
const abandonedAfterMs = 24 * 3600_000;

/** An open bucket. */
interface Bucket {
  readonly sdk: Sdk;
  readonly client: S3Client;
  readonly name: string;
}

/**
 * Blobs in a bucket: `{prefix}{owner}/{hash}`. Small data is sent at once, larger data in parts while it comes in; only
 * the last step gives it its name, so that whatever has a name is whole. Every piece goes with its SHA-256 in the
 * signature, so that the service refuses what was changed on its way.
 * @throws LotseError `invalid-configuration` if the bucket is not there, or refuses the credentials
 */
export async function blobBucket(place: BucketPlace): Promise<BlobStore> {
  return blobsBelow(await openBucket(place), place.prefix);
}

/** The same, for several prefixes of one bucket. */
export async function blobBuckets<Name extends string>(
  place: BucketPlace,
  prefixes: Readonly<Record<Name, string>>,
): Promise<Readonly<Record<Name, BlobStore>>> {
  const bucket = await openBucket(place);
  return Object.fromEntries(
    Object.entries<string>(prefixes).map(([name, prefix]) => [name, blobsBelow(bucket, place.prefix + prefix)]),
  ) as Record<Name, BlobStore>;
}

async function openBucket(place: BucketPlace): Promise<Bucket> {
  // Loaded only if it is used: it is larger than all the rest of the LRS.
  const sdk = await import('@aws-sdk/client-s3');
  const { bucket, region, endpoint, pathStyle, credentials } = place;
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
  return { sdk, client, name: bucket };
}

function blobsBelow(bucket: Bucket, prefix: string): BlobStore {
  const keyOf = (owner: string, sha2: string): string => `${prefix}${owner}/${sha2}`;
  const incoming = `${prefix}incoming/`;
  let swept: Promise<void> | undefined;

  return {
    putBlob: async (owner, content, sha2) => {
      requireBlobName(owner, sha2);
      if (sha2 !== undefined) return putAs(bucket, keyOf(owner, sha2), sha2, content);
      swept ??= removeAbandoned(bucket, incoming).catch((caught: unknown) => {
        swept = undefined;
        throw caught;
      });
      await swept;
      return putUnnamed(bucket, incoming + randomUUID(), (digest) => keyOf(owner, digest), content);
    },
    findBlob: async (owner, sha2) => {
      requireBlobName(owner, sha2);
      const key = keyOf(owner, sha2);
      const head = await headOf(bucket, key);
      if (head === undefined) return undefined;
      const { length } = head;
      return { length, read: (range) => download(bucket, key, length, range) };
    },
    removeBlob: async (owner, sha2, putBefore) => {
      requireBlobName(owner, sha2);
      const key = keyOf(owner, sha2);
      const head = await headOf(bucket, key);
      if (head === undefined || (putBefore !== undefined && head.modified.getTime() >= Date.parse(putBefore)))
        return false;
      await removeObject(bucket, key);
      return true;
    },
    listBlobs: () => listed(bucket, prefix),
  };
}

/** Sends data whose hash is known beforehand. */
async function putAs(bucket: Bucket, key: string, sha2: string, content: AsyncIterable<Uint8Array>): Promise<BlobName> {
  const hash = sha2Hasher(sha2)!;
  const counted = { length: 0 };
  const checked = async function* (): AsyncGenerator<Uint8Array, void> {
    for await (const piece of withHash(content, hash)) {
      counted.length += piece.byteLength;
      yield piece;
    }
    if (hash.digest('hex') !== sha2) throw wrongHashError();
  };
  if (await isRecentlyWritten(bucket, key)) await drain(checked());
  else await upload(bucket, key, piecesOfASize(checked(), partSize));
  return { sha2, length: counted.length };
}

/** Sends data whose hash is known at its end: what is larger than a part lies under another key until then. */
async function putUnnamed(
  bucket: Bucket,
  temporary: string,
  keyOf: (sha2: string) => string,
  content: AsyncIterable<Uint8Array>,
): Promise<BlobName> {
  const hash = createHash('sha256');
  const chunks = piecesOfASize(withHash(content, hash), partSize);
  const first = await chunks.next();
  const start = first.value ?? Buffer.alloc(0);
  const second = first.done === true ? first : await chunks.next();
  if (second.done === true) {
    const sha2 = hash.digest('hex');
    await putAs(bucket, keyOf(sha2), sha2, single(start));
    return { sha2, length: start.byteLength };
  }
  let length = 0;
  await upload(
    bucket,
    temporary,
    (async function* () {
      for await (const piece of joined(start, second.value, chunks)) {
        length += piece.byteLength;
        yield piece;
      }
    })(),
  );
  try {
    const sha2 = hash.digest('hex');
    if (!(await isRecentlyWritten(bucket, keyOf(sha2)))) await copyObject(bucket, temporary, keyOf(sha2));
    return { sha2, length };
  } finally {
    await removeObject(bucket, temporary);
  }
}

async function* single(piece: Buffer): AsyncGenerator<Buffer, void> {
  yield piece;
}

async function* joined(first: Buffer, second: Buffer, rest: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void> {
  yield first;
  yield second;
  yield* rest;
}

/** Makes an object young that is there; `false` if there is none that could be made so. */
async function isRecentlyWritten(bucket: Bucket, key: string): Promise<boolean> {
  const head = await headOf(bucket, key);
  return head !== undefined && (head.modified.getTime() > Date.now() - oldAfterMs || (await renewed(bucket, key)));
}

async function headOf(
  { sdk, client, name }: Bucket,
  key: string,
): Promise<{ readonly length: number; readonly modified: Date } | undefined> {
  try {
    const { ContentLength, LastModified } = await client.send(new sdk.HeadObjectCommand({ Bucket: name, Key: key }));
    return { length: ContentLength ?? 0, modified: LastModified ?? new Date(0) };
  } catch (caught) {
    if (isObjectMissing(caught)) return undefined;
    throw bucketError(caught);
  }
}

async function removeObject({ sdk, client, name }: Bucket, key: string): Promise<void> {
  await translateBucketErrors(() => client.send(new sdk.DeleteObjectCommand({ Bucket: name, Key: key })));
}

async function translateBucketErrors<Value>(action: () => Promise<Value>): Promise<Value> {
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

/** Gives an object today's date, within the service; `false` if it is too large for that, or has gone meanwhile. */
async function renewed(bucket: Bucket, key: string): Promise<boolean> {
  try {
    await sendCopy(bucket, key, key);
    return true;
  } catch (caught) {
    if (isObjectMissing(caught) || statusOf(caught) === 400) return false;
    throw bucketError(caught);
  }
}

async function copyObject(bucket: Bucket, from: string, to: string): Promise<void> {
  await translateBucketErrors(() => sendCopy(bucket, from, to));
}

async function sendCopy({ sdk, client, name }: Bucket, from: string, to: string): Promise<void> {
  const source = `${name}/${from}`.split('/').map(encodeURIComponent).join('/');
  await client.send(
    new sdk.CopyObjectCommand({ Bucket: name, Key: to, CopySource: source, MetadataDirective: 'REPLACE' }),
  );
}

/** @param chunks at least one, each of the size of a part but the last */
async function upload(bucket: Bucket, key: string, chunks: AsyncGenerator<Buffer, void>): Promise<void> {
  const { sdk, client, name } = bucket;
  const first = await chunks.next();
  const start = first.value ?? Buffer.alloc(0);
  const second = first.done === true ? first : await chunks.next();
  if (second.done !== true) return uploadInParts(bucket, key, joined(start, second.value, chunks));
  await translateBucketErrors(() =>
    client.send(
      new sdk.PutObjectCommand({ Bucket: name, Key: key, Body: start, ContentType: 'application/octet-stream' }),
    ),
  );
}

async function uploadInParts({ sdk, client, name }: Bucket, key: string, chunks: AsyncIterable<Buffer>): Promise<void> {
  const target = { Bucket: name, Key: key };
  const { UploadId } = await translateBucketErrors(() =>
    client.send(new sdk.CreateMultipartUploadCommand({ ...target, ContentType: 'application/octet-stream' })),
  );
  const parts: { readonly ETag: string | undefined; readonly PartNumber: number }[] = [];
  try {
    // An error of `chunks` is the caller's and is thrown as it is.
    for await (const piece of chunks) {
      const PartNumber = parts.length + 1;
      const { ETag } = await translateBucketErrors(() =>
        client.send(new sdk.UploadPartCommand({ ...target, UploadId, PartNumber, Body: piece })),
      );
      parts.push({ ETag, PartNumber });
    }
    await translateBucketErrors(() =>
      client.send(new sdk.CompleteMultipartUploadCommand({ ...target, UploadId, MultipartUpload: { Parts: parts } })),
    );
  } catch (caught) {
    // If this fails too, the bucket's own rule for abandoned uploads takes the parts away.
    await client.send(new sdk.AbortMultipartUploadCommand({ ...target, UploadId })).catch(() => undefined);
    throw caught;
  }
}

/** At the pace of the reader: what is not taken waits in the connection. */
async function* download(
  { sdk, client, name }: Bucket,
  key: string,
  whole: number,
  range: ByteRange | undefined,
): AsyncGenerator<Uint8Array, void> {
  const expected = range === undefined ? whole : range.end - range.start + 1;
  const { Body } = await translateBucketErrors(() =>
    client.send(
      new sdk.GetObjectCommand({
        Bucket: name,
        Key: key,
        ...(range === undefined ? {} : { Range: `bytes=${range.start}-${range.end}` }),
      }),
    ),
  );
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
    throw new LotseError('store-unavailable', 'Files cannot be stored or read right now.', {
      detail: `S3: ${length} of ${expected} bytes came`,
      retryAfter: 5,
    });
}

async function drain(content: AsyncIterable<Uint8Array>): Promise<void> {
  const chunks = content[Symbol.asyncIterator]();
  while ((await chunks.next()).done !== true);
}

async function removeAbandoned(bucket: Bucket, incoming: string): Promise<void> {
  const limit = Date.now() - abandonedAfterMs;
  for await (const { key, modified } of objects(bucket, incoming))
    if (modified.getTime() < limit) await removeObject(bucket, key);
}

async function* listed(bucket: Bucket, prefix: string): AsyncGenerator<BlobEntry, void> {
  for await (const { key, modified } of objects(bucket, prefix)) {
    const [owner = '', sha2 = '', ...more] = key.slice(prefix.length).split('/');
    if (more.length === 0 && isBlobOwner(owner) && isBlobHash(sha2)) yield { owner, sha2, put: modified.toISOString() };
  }
}

async function* objects(
  { sdk, client, name }: Bucket,
  prefix: string,
): AsyncGenerator<{ readonly key: string; readonly modified: Date }, void> {
  for (let token: string | undefined, first = true; first || token !== undefined; first = false) {
    const page = await translateBucketErrors(() =>
      client.send(
        new sdk.ListObjectsV2Command({
          Bucket: name,
          Prefix: prefix,
          ...(token === undefined ? {} : { ContinuationToken: token }),
        }),
      ),
    );
    for (const { Key, LastModified } of page.Contents ?? [])
      if (Key !== undefined) yield { key: Key, modified: LastModified ?? new Date(0) };
    token = page.NextContinuationToken;
  }
}
