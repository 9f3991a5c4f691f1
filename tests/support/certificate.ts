import { sign, type KeyObject } from 'node:crypto';

const element = (tag: number, ...contents: readonly Uint8Array[]): Buffer => {
  const content = Buffer.concat(contents);
  const length =
    content.byteLength < 128 ? [content.byteLength] : [0x82, content.byteLength >> 8, content.byteLength & 0xff];
  return Buffer.concat([Buffer.from([tag, ...length]), content]);
};
const sequence = (...contents: readonly Uint8Array[]): Buffer => element(0x30, ...contents);
const sha256WithRsa = sequence(Buffer.from('06092a864886f70d01010b', 'hex'), Buffer.from('0500', 'hex'));
const name = sequence(element(0x31, sequence(Buffer.from('0603550403', 'hex'), element(0x0c, Buffer.from('Test')))));
const time = (text: string): Buffer => element(0x17, Buffer.from(text));

/** A self-signed X.509 certificate (DER) for a key made by a test, so that no key lies in the checkout. */
export function certificateFor(publicKey: KeyObject, privateKey: KeyObject): Buffer {
  const serial = Buffer.from('020101', 'hex');
  const validity = sequence(time('250101000000Z'), time('450101000000Z'));
  const body = sequence(serial, sha256WithRsa, name, validity, name, publicKey.export({ type: 'spki', format: 'der' }));
  return sequence(body, sha256WithRsa, element(0x03, Buffer.from([0]), sign('RSA-SHA256', body, privateKey)));
}
