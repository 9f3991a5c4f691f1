import { LotseError } from '../../base/index.js';
import type { ChunkReader } from './chunk-reader.js';

const lineEnd = Buffer.from('\r\n');
const maxHeaderLineLength = 2_000;
const maxHeaderLines = 50;
const field = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*(.*?)[ \t]*$/s;

function malformed(index: number): LotseError {
  return new LotseError('invalid-multipart', 'A header of a part is not well formed.', { path: `parts[${index}]` });
}

/**
 * The headers of a part, by lower-case name (RFC 822 §3, RFC 2045 §3).
 * @throws LotseError `invalid-multipart` for lines that are none, come twice or are too many
 */
export async function readHead(reader: ChunkReader, index: number): Promise<ReadonlyMap<string, string>> {
  const lines: string[] = [];
  let read = 0;
  for (
    let line = await reader.textUntil(lineEnd, maxHeaderLineLength);
    line !== '';
    line = await reader.textUntil(lineEnd, maxHeaderLineLength)
  ) {
    const continues = /^[ \t]/.test(line);
    read += 1;
    if (read > maxHeaderLines || (continues && lines.length === 0)) throw malformed(index);
    lines.push(continues ? `${lines.pop()!} ${line.trim()}` : line);
  }
  const head = new Map<string, string>();
  for (const line of lines) {
    const match = field.exec(line);
    const name = match?.[1]?.toLowerCase();
    if (name === undefined || head.has(name) || /[\u0000-\u0008\u000a-\u001f\u007f]/.test(line)) throw malformed(index);
    head.set(name, match![2]!);
  }
  return head;
}
