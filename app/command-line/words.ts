import { readFileSync } from 'node:fs';
import { type Command, CommanderError, type Help, InvalidArgumentError, type Option } from 'commander';
import type { ErrorCode, LotseError } from '../../base/index.js';

/** German first, English after it: the person at the command line may know only one of them. */
export function both(german: string, english: string): string {
  return `${german} / ${english}`;
}

/** The reason why a command does nothing, in both languages. */
export class Refusal extends Error {
  readonly exitCode: 1 | 2;

  /**
   * @param see the command that shows what there is instead
   * @param exitCode 1: what is asked for cannot be had; 2: the call's words are off
   */
  constructor(
    german: string,
    english: string,
    { exitCode = 1, see }: { readonly exitCode?: 1 | 2; readonly see?: string } = {},
  ) {
    super(
      `${both(german, english)}${see === undefined ? '' : `\n${both('Was es gibt, zeigt', 'what there is, shows')}: ${see}`}`,
    );
    this.exitCode = exitCode;
  }
}

/** The error for an invalid value of an option. */
export function wrongValue(german: string, english: string): InvalidArgumentError {
  return new InvalidArgumentError(both(german, english));
}

/** @param values what an option takes, as the end of a sentence */
function possible(values: string): string {
  return both(`Möglich ist: ${values}`, `It can be: ${values}`);
}

/**
 * Reads the value of an option by what its command loads, and refuses it as it is refused while the call is read.
 * @param flags as the option is declared
 * @param read throws what `wrongValue` makes
 */
export function readValue<T>(flags: string, value: string, read: (value: string) => T): T {
  try {
    return read(value);
  } catch (caught) {
    if (!(caught instanceof InvalidArgumentError)) throw caught;
    throw new CommanderError(
      1,
      'commander.invalidArgument',
      `option '${flags}' argument '${value}' is invalid. ${caught.message}`,
    );
  }
}

/** The error for a value that is none of the allowed ones. */
export function noneOf(values: readonly string[]): InvalidArgumentError {
  return new InvalidArgumentError(possible(`${values.join(', ')}.`));
}

/** Refers an option's description to the command that lists its values. */
export function see(command: string): string {
  return `${both('siehe', 'see')} ${command}`;
}

/** Options that every command takes. */
export const common = {
  organisation: ['--organisation <id>', both('Kurzname der Organisation', 'short name of the organisation')],
  json: ['--json', both('Antwort als JSON', 'answer as JSON')],
} as const;

/** German summaries of errors; the details follow in the language of the rooms behind the command line. */
const german: Partial<Record<ErrorCode, string>> = {
  'bad-request': 'Diese Angaben passen nicht.',
  'invalid-parameter': 'Diese Angabe passt nicht.',
  'invalid-statement': 'Ein Statement entspricht nicht der Spezifikation.',
  'invalid-json': 'Das ist kein JSON.',
  'unknown-platform': 'Diese Lernplattform ist nicht verbunden.',
  unauthorized: 'Der Zugang wird nicht angenommen.',
  forbidden: 'Das ist nicht erlaubt.',
  'not-found': 'Das gibt es hier nicht.',
  conflict: 'Das geht nicht neben dem, was schon da ist.',
  'too-large': 'Das ist zu groß.',
  'invalid-configuration': 'Eine Einstellung passt nicht.',
  internal: 'Das ist ein Fehler von Lotse.',
  'platform-unreachable': 'Die Lernplattform antwortet nicht so, wie sie soll.',
  'store-unavailable': 'Ein Ordner oder eine Datei lässt sich nicht lesen oder nicht schreiben.',
};

/** An error in sentences for the person at the command line. */
export function sentencesOf({ code, message, detail }: LotseError): string {
  const english = code === 'internal' && detail !== undefined ? `This is a fault of Lotse's: ${detail}` : message;
  return both(german[code] ?? 'Das hat nicht geklappt.', english);
}

/** A sentence about a fault in the arguments of a call. */
export function callSentence({ code, message }: CommanderError): string {
  const quoted = /'([^']*)'(?:.*? argument '([^']*)')?/s.exec(message);
  const [, word = '', value = ''] = quoted ?? [];
  const likely = /\(Did you mean (?:one of )?([^?]+)\?\)/.exec(message)?.[1];
  const meant = likely === undefined ? '' : ` ${both(`Meinten Sie ${likely}?`, `Did you mean ${likely}?`)}`;
  switch (code) {
    case 'commander.missingMandatoryOptionValue':
      return both(`Es fehlt ${word}.`, `${word} is missing.`);
    case 'commander.optionMissingArgument':
      return both(`Zu ${word} fehlt der Wert.`, `${word} lacks its value.`);
    case 'commander.unknownOption':
      return `${both(`Die Angabe ${word} gibt es hier nicht.`, `There is no option ${word} here.`)}${meant}`;
    case 'commander.unknownCommand':
      return `${both(`Den Befehl „${word}“ gibt es nicht.`, `There is no command "${word}".`)}${meant}`;
    case 'commander.invalidArgument': {
      const reason = message.slice(message.indexOf(' is invalid.') + ' is invalid.'.length).trim();
      return `${both(`„${value}“ passt nicht zu ${word}.`, `"${value}" does not fit ${word}.`)}\n${reason.replace(/^Allowed choices are (.*)$/, (_all, choices: string) => possible(choices))}`;
    }
    case 'commander.excessArguments':
      return both(
        `Das sind zu viele Wörter für „${word}“. Werte mit Leerzeichen brauchen Anführungszeichen.`,
        `These are too many words for "${word}". Values with spaces need quotation marks.`,
      );
    default:
      return message;
  }
}

const headings: Readonly<Record<string, string>> = {
  'Usage:': 'Aufruf / usage:',
  'Options:': 'Angaben / options:',
  'Commands:': 'Befehle / commands:',
};

function described({ description, defaultValue, defaultValueDescription, argChoices }: Option): string {
  const fallback: unknown = defaultValueDescription ?? defaultValue;
  const shown =
    (typeof fallback === 'string' && fallback !== '') || typeof fallback === 'number'
      ? [`sonst / default: ${fallback}`]
      : [];
  const extra = [...(argChoices === undefined ? [] : [argChoices.join(', ')]), ...shown];
  return extra.length === 0 ? description : `${description} (${extra.join('; ')})`;
}

/** Lets a program and all commands added to it afterwards help in both languages, and leave the words about wrong calls to `callSentence`. */
export function speakBoth(program: Command): Command {
  const { version } = JSON.parse(
    // The room that knows this folder is not loaded for a call that only asks for help.
    readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
  ) as { readonly version: string };
  const help: Partial<Help> = { styleTitle: (title) => headings[title] ?? title, optionDescription: described };
  return program
    .configureHelp(help)
    .configureOutput({ outputError: () => undefined })
    .helpOption('-h, --help', both('zeigt diese Hilfe', 'shows this help'))
    .helpCommand('help [befehl]', both('zeigt die Hilfe zu einem Befehl', 'shows the help of a command'))
    .version(
      version,
      '-V, --version',
      both('zeigt, welche Fassung von Lotse das ist', 'shows which version of Lotse this is'),
    )
    .exitOverride();
}
