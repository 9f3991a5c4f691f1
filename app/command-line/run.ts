import { Command, CommanderError } from 'commander';
import { asLotseError } from '../../base/index.js';
import { attachmentCommands } from './attachment.js';
import { backupCommands } from './backup.js';
import { competencyCommands } from './competency.js';
import { contentCommands } from './content.js';
import { credentialCommands } from './credential.js';
import { forwardCommands } from './forward.js';
import { gradeCommands } from './grade.js';
import { keyCommands } from './key.js';
import { organisationCommands } from './organisation.js';
import { personCommands } from './person.js';
import { platformCommands } from './platform.js';
import { transferCommands } from './transfer.js';
import { both, callSentence, Refusal, sentencesOf, speakBoth } from './words.js';

/**
 * `lotse <noun> <verb> …`
 * @param parameters without Node and the script
 * @returns the exit code: 0 done, 1 refused or failed, 2 the call's words are off
 */
export async function run(parameters: readonly string[]): Promise<number> {
  const program = speakBoth(
    new Command('lotse').description(both('Lotse auf der Kommandozeile', 'Lotse on the command line')),
  );
  for (const add of [
    organisationCommands,
    credentialCommands,
    platformCommands,
    keyCommands,
    competencyCommands,
    backupCommands,
    transferCommands,
    attachmentCommands,
    contentCommands,
    forwardCommands,
    gradeCommands,
    personCommands,
  ])
    add(program);
  try {
    await program.parseAsync([...parameters], { from: 'user' });
    return 0;
  } catch (caught) {
    if (caught instanceof CommanderError) {
      // The help of a noun without its verb has been shown by then.
      if (caught.exitCode !== 0 && caught.code !== 'commander.help') process.stderr.write(`${callSentence(caught)}\n`);
      return caught.exitCode === 0 ? 0 : 2;
    }
    process.stderr.write(`${caught instanceof Refusal ? caught.message : sentencesOf(asLotseError(caught))}\n`);
    return caught instanceof Refusal ? caught.exitCode : 1;
  }
}
