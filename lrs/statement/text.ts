import type { CompletedStatement, Statement } from './types.js';

/** A statement's text as received. */
export interface ReceivedText {
  /** The statement parsed from the text. */
  readonly statement: Statement;
  /** JSON without duplicate keys; see `parseJson`. */
  readonly text: string;
}

/** Properties the LRS sets if the sender has not; the store adds `stored`, and with it a missing timestamp. */
const added = ['id', 'timestamp', 'version'] as const;

/**
 * The text stored for a statement, in one line. If nothing in the received text has to change, it is that text, with
 * the LRS's properties at its end: numbers then stay as they were written, and not writing it all again saves a good
 * part of the cost of a statement.
 * @param sent left out: it is written anew
 */
export function textOf(statement: CompletedStatement, sent?: ReceivedText): string {
  if (sent === undefined || !isKept(statement, sent)) return JSON.stringify(statement);
  let text = sent.text.trim().slice(0, -1);
  for (const name of added)
    if (sent.statement[name] === undefined && statement[name] !== undefined) text += `,"${name}":"${statement[name]}"`;
  return `${text},"authority":${JSON.stringify(statement.authority)}}`;
}

/** True if the received text is still valid. A change within an object while completing makes it another object. */
function isKept(statement: CompletedStatement, { statement: sent, text }: ReceivedText): boolean {
  return (
    sent.authority === undefined &&
    sent.stored === undefined &&
    added.every((name) => sent[name] === undefined || sent[name] === statement[name]) &&
    sent.context === statement.context &&
    sent.object === statement.object &&
    !text.includes('\n') &&
    !text.includes('\r')
  );
}
