import { readFileSync } from 'node:fs';
import { type Command, CommanderError, type Help, InvalidArgumentError, type Option } from 'commander';
import type { LotseError, TextKey, TextValues } from '../../base/index.js';
import de from './locales/de.json' with { type: 'json' };
import en from './locales/en.json' with { type: 'json' };

type Key = TextKey<keyof typeof de & keyof typeof en>;

/** Fills a text as `defineTexts` of base/ does; help is not to wait for that room. */
function textOf(texts: Readonly<Record<string, string>>, key: Key, values: TextValues): string {
  const form = values['count'] === undefined ? key : `${key}_${values['count'] === 1 ? 'one' : 'other'}`;
  return (texts[form] ?? key).replace(/\{\{(\w+)\}\}/g, (gap, name: string) => String(values[name] ?? gap));
}

/** German first, English after it: the person at the command line may know only one of them. */
export function inBothLanguages(key: Key, values: TextValues = {}): string {
  return inBoth(textOf(de, key, values), textOf(en, key, values));
}

/** Joins two sentences, one in each language. */
export function inBoth(german: string, english: string): string {
  return `${german} / ${english}`;
}

/** The reason why a command does nothing, in both languages. */
export class CommandError extends Error {
  readonly exitCode: 1 | 2;

  /**
   * @param see the command that shows what there is instead
   * @param exitCode 1: what is asked for cannot be had; 2: the call's words are off
   */
  constructor(
    key: Key,
    values: TextValues = {},
    { exitCode = 1, see }: { readonly exitCode?: 1 | 2; readonly see?: string } = {},
  ) {
    super(
      `${inBothLanguages(key, values)}${see === undefined ? '' : `\n${inBothLanguages('call.what-there-is')}: ${see}`}`,
    );
    this.exitCode = exitCode;
  }
}

/** The error for an invalid value of an option. */
export function optionError(key: Key, values?: TextValues, detail = ''): InvalidArgumentError {
  return new InvalidArgumentError(`${inBothLanguages(key, values)} ${detail}`.trimEnd());
}

/** @param values what an option takes, as the end of a sentence */
function possible(values: string): string {
  return inBothLanguages('wrong.choice', { values });
}

/**
 * Reads the value of an option by what its command loads, and refuses it as it is refused while the call is read.
 * @param flags as the option is declared
 * @param read throws what `optionError` makes
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
export function choiceError(values: readonly string[]): InvalidArgumentError {
  return new InvalidArgumentError(possible(`${values.join(', ')}.`));
}

/** Refers an option's description to the command that lists its values. */
export function seeCommand(command: string): string {
  return `${inBothLanguages('call.see')} ${command}`;
}

/** Options that every command takes. */
export const common = {
  organisation: ['--organisation <id>', inBothLanguages('option.organisation')],
  json: ['--json', inBothLanguages('option.json')],
} as const;

/** An error in English, for the person at the command line. */
export function englishOf({ code, message, detail }: LotseError): string {
  return code === 'internal' && detail !== undefined ? `This is a fault of Lotse's: ${detail}` : message;
}

/** A sentence about a fault in the arguments of a call. */
export function callSentence({ code, message }: CommanderError): string {
  const quoted = /'([^']*)'(?:.*? argument '([^']*)')?/s.exec(message);
  const [, word = '', value = ''] = quoted ?? [];
  const likely = /\(Did you mean (?:one of )?([^?]+)\?\)/.exec(message)?.[1];
  const meant = likely === undefined ? '' : ` ${inBothLanguages('call.meant', { likely })}`;
  switch (code) {
    case 'commander.missingMandatoryOptionValue':
      return inBothLanguages('call.option-missing', { word });
    case 'commander.optionMissingArgument':
      return inBothLanguages('call.value-missing', { word });
    case 'commander.unknownOption':
      return `${inBothLanguages('call.option-unknown', { word })}${meant}`;
    case 'commander.unknownCommand':
      return `${inBothLanguages('call.command-unknown', { word })}${meant}`;
    case 'commander.invalidArgument': {
      const reason = message.slice(message.indexOf(' is invalid.') + ' is invalid.'.length).trim();
      return `${inBothLanguages('call.value-wrong', { value, word })}\n${reason.replace(/^Allowed choices are (.*)$/, (_all, choices: string) => possible(choices))}`;
    }
    case 'commander.excessArguments':
      return inBothLanguages('call.words-surplus', { word });
    default:
      return message;
  }
}

const headings: Readonly<Record<string, string>> = {
  'Usage:': `${inBothLanguages('help.usage')}:`,
  'Options:': `${inBothLanguages('help.options')}:`,
  'Commands:': `${inBothLanguages('help.commands')}:`,
};

function described({ description, defaultValue, defaultValueDescription, argChoices }: Option): string {
  const fallback: unknown = defaultValueDescription ?? defaultValue;
  const shown =
    (typeof fallback === 'string' && fallback !== '') || typeof fallback === 'number'
      ? [`${inBothLanguages('help.default')}: ${fallback}`]
      : [];
  const extra = [...(argChoices === undefined ? [] : [argChoices.join(', ')]), ...shown];
  return extra.length === 0 ? description : `${description} (${extra.join('; ')})`;
}

/** Lets a program and all commands added to it afterwards help in both languages, and leave the words about wrong calls to `callSentence`. */
export function configureBilingualHelp(program: Command): Command {
  const { version } = JSON.parse(
    // The room that knows this folder is not loaded for a call that only asks for help.
    readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
  ) as { readonly version: string };
  const help: Partial<Help> = { styleTitle: (title) => headings[title] ?? title, optionDescription: described };
  return program
    .configureHelp(help)
    .configureOutput({ outputError: () => undefined })
    .helpOption('-h, --help', inBothLanguages('option.help'))
    .helpCommand('help [befehl]', inBothLanguages('help'))
    .version(version, '-V, --version', inBothLanguages('option.version'))
    .exitOverride();
}
