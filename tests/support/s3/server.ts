import { createHash, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type S3Credentials, signatureFault } from './signature.js';

interface StoredObject {
  readonly data: Buffer;
  modified: Date;
}

/** A small S3 in memory: it verifies signatures, and knows what the adapter for blobs uses. */
export interface S3Server {
  readonly endpoint: string;
  readonly bucket: string;
  readonly credentials: S3Credentials;
  /** What lies in the bucket, by key. */
  readonly objects: Map<string, StoredObject>;
  /** Uploads in parts that were neither completed nor abandoned. */
  readonly open: Map<string, Map<number, Buffer>>;
  /** Method and operation of every request, in order. */
  readonly asked: string[];
  /** Asked before each request: a status to answer with instead, or `cut` to break the answer off in the middle. */
  fault: (operation: string) => number | 'cut' | undefined;
  close(): Promise<void>;
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
const etagOf = (data: Buffer): string => `"${createHash('md5').update(data).digest('hex')}"`;

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}

/** A page holds few keys, so that listing has to go on. */
const keysOnAPage = 2;

/** Serves an empty bucket. */
export async function serveS3(): Promise<S3Server> {
  const bucket = 'attachments';
  const credentials = { accessKeyId: 'test-key', secretAccessKey: 'test/secret+with=signs' };
  const objects = new Map<string, StoredObject>();
  const open = new Map<string, Map<number, Buffer>>();
  const asked: string[] = [];

  function answer(request: IncomingMessage, response: ServerResponse, body: Buffer): void {
    const url = new URL(request.url!, 'http://s3.test');
    const [, name, ...rest] = url.pathname.split('/').map(decodeURIComponent);
    const key = rest.join('/');
    const query = url.searchParams;
    const method = request.method!;
    const operation = `${method} ${query.has('uploads') ? 'uploads' : query.has('uploadId') ? 'part' : query.has('list-type') ? 'list' : key === '' ? 'bucket' : request.headers['x-amz-copy-source'] === undefined ? 'object' : 'copy'}`;
    asked.push(operation);
    const refuse = (status: number, code: string): void =>
      void response
        .writeHead(status, { 'Content-Type': 'application/xml' })
        .end(
          method === 'HEAD'
            ? undefined
            : `<?xml version="1.0"?><Error><Code>${code}</Code><Message>${code}</Message></Error>`,
        );
    const xml = (text: string): void =>
      void response
        .writeHead(200, { 'Content-Type': 'application/xml' })
        .end(`<?xml version="1.0" encoding="UTF-8"?>${text}`);

    const fault = server.fault(operation);
    if (typeof fault === 'number') return refuse(fault, fault === 503 ? 'SlowDown' : 'InternalError');
    const wrong = signatureFault(request, body, credentials);
    if (wrong !== undefined) return refuse(wrong === 'XAmzContentSHA256Mismatch' ? 400 : 403, wrong);
    if (name !== bucket) return refuse(404, 'NoSuchBucket');

    const found = objects.get(key);
    const parts = open.get(query.get('uploadId') ?? '');
    switch (operation) {
      case 'HEAD bucket':
        response.writeHead(200).end();
        return;
      case 'GET list': {
        const after = query.get('continuation-token') ?? '';
        const keys = [...objects.keys()]
          .filter((each) => each.startsWith(query.get('prefix') ?? '') && each > after)
          .toSorted();
        const page = keys.slice(0, keysOnAPage);
        const next =
          keys.length > page.length
            ? `<IsTruncated>true</IsTruncated><NextContinuationToken>${escaped(page.at(-1)!)}</NextContinuationToken>`
            : '<IsTruncated>false</IsTruncated>';
        return xml(
          `<ListBucketResult>${page.map((each) => `<Contents><Key>${escaped(each)}</Key><LastModified>${objects.get(each)!.modified.toISOString()}</LastModified><Size>${objects.get(each)!.data.length}</Size></Contents>`).join('')}${next}</ListBucketResult>`,
        );
      }
      case 'PUT object':
        objects.set(key, { data: body, modified: new Date() });
        response.writeHead(200, { ETag: etagOf(body) }).end();
        return;
      case 'PUT copy': {
        const source = objects.get(
          decodeURIComponent(String(request.headers['x-amz-copy-source'])).replace(/^\/?[^/]+\//, ''),
        );
        if (source === undefined) return refuse(404, 'NoSuchKey');
        objects.set(key, { data: source.data, modified: new Date() });
        return xml(
          `<CopyObjectResult><ETag>${etagOf(source.data)}</ETag><LastModified>${new Date().toISOString()}</LastModified></CopyObjectResult>`,
        );
      }
      case 'HEAD object':
      case 'GET object':
        if (found === undefined) return refuse(404, 'NoSuchKey');
        const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '') ?? [];
        const sent = from === undefined ? found.data : found.data.subarray(Number(from), Number(to) + 1);
        response.writeHead(from === undefined ? 200 : 206, {
          'Content-Length': sent.length,
          'Last-Modified': found.modified.toUTCString(),
          ETag: etagOf(found.data),
        });
        if (fault === 'cut')
          return void response.write(sent.subarray(0, Math.ceil(sent.length / 2)), () => request.socket.destroy());
        response.end(method === 'HEAD' ? undefined : sent);
        return;
      case 'DELETE object':
        objects.delete(key);
        response.writeHead(204).end();
        return;
      case 'POST uploads': {
        const id = randomUUID();
        open.set(id, new Map());
        return xml(`<InitiateMultipartUploadResult><UploadId>${id}</UploadId></InitiateMultipartUploadResult>`);
      }
      case 'PUT part':
        if (parts === undefined) return refuse(404, 'NoSuchUpload');
        parts.set(Number(query.get('partNumber')), body);
        response.writeHead(200, { ETag: etagOf(body) }).end();
        return;
      case 'POST part': {
        if (parts === undefined) return refuse(404, 'NoSuchUpload');
        const named = [...body.toString().matchAll(/<Part>.*?<\/Part>/gs)].map(([part]) => ({
          number: Number(/<PartNumber>(\d+)</.exec(part)![1]),
          etag: /<ETag>(.*?)<\/ETag>/.exec(part)![1]!.replaceAll('&quot;', '"'),
        }));
        const whole = named.map(({ number }) => parts.get(number));
        if (
          named.some(
            ({ number, etag }, index) =>
              number !== index + 1 || whole[index] === undefined || etagOf(whole[index]) !== etag,
          )
        )
          return refuse(400, 'InvalidPart');
        if (whole.slice(0, -1).some((part) => part!.length < 5 * 1024 * 1024)) return refuse(400, 'EntityTooSmall');
        objects.set(key, { data: Buffer.concat(whole as Buffer[]), modified: new Date() });
        open.delete(query.get('uploadId')!);
        return xml(`<CompleteMultipartUploadResult><Key>${escaped(key)}</Key></CompleteMultipartUploadResult>`);
      }
      case 'DELETE part':
        open.delete(query.get('uploadId')!);
        response.writeHead(204).end();
        return;
      default:
        refuse(501, 'NotImplemented');
    }
  }

  const listener = createServer((request, response) => {
    bodyOf(request).then(
      (body) => answer(request, response, body),
      () => response.destroy(),
    );
  });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  const server: S3Server = {
    endpoint: `http://127.0.0.1:${(listener.address() as AddressInfo).port}`,
    bucket,
    credentials,
    objects,
    open,
    asked,
    fault: () => undefined,
    close: () =>
      new Promise((resolve) => {
        listener.closeAllConnections();
        listener.close(() => resolve());
      }),
  };
  return server;
}
