import { Command, CommanderError } from 'commander';
import { commandTable, type CommandEntry } from './command-table.js';
import {
  inBothLanguages,
  callSentence,
  englishOf,
  inBoth,
  CommandError,
  configureBilingualHelp,
} from './help-texts.js';

/** The command of a call; `help credential` is about `credential`. */
function calledEntry([first, second]: readonly string[]): CommandEntry | undefined {
  const name = first === 'help' ? second : first;
  return commandTable.find((each) => each.name === name);
}

/**
 * The program; only the command of the call is complete.
 * @param parameters without Node and the script
 */
export async function createProgram(parameters: readonly string[]): Promise<Command> {
  const program = configureBilingualHelp(new Command('lotse').description(inBothLanguages('program')));
  const called = calledEntry(parameters);
  for (const entry of commandTable) {
    const command = program.command(entry.name).description(entry.description);
    if (entry === called) await entry.complete(command);
    else if (entry.takesOptions) command.option('--json');
  }
  return program;
}

/**
 * `lotse <noun> <verb> …`
 * @param parameters without Node and the script
 * @returns the exit code: 0 done, 1 refused or failed, 2 the call's words are off
 */
export async function run(parameters: readonly string[]): Promise<number> {
  const program = await createProgram(parameters);
  try {
    await program.parseAsync([...parameters], { from: 'user' });
    return 0;
  } catch (caught) {
    if (caught instanceof CommanderError) {
      // The help of a noun without its verb has been shown by then.
      if (caught.exitCode !== 0 && caught.code !== 'commander.help') process.stderr.write(`${callSentence(caught)}\n`);
      return caught.exitCode === 0 ? 0 : 2;
    }
    if (caught instanceof CommandError) {
      process.stderr.write(`${caught.message}\n`);
      return caught.exitCode;
    }
    const { toLotseError, germanOf } = await import('../../base/index.js');
    const error = toLotseError(caught);
    process.stderr.write(`${inBoth(germanOf(error), englishOf(error))}\n`);
    return 1;
  }
}
