import { Command, CommanderError } from 'commander';
import { asLotseError } from '../../lrs/index.js';
import { attachmentCommands } from './attachment.js';
import { backupCommands } from './backup.js';
import { competencyCommands } from './competency.js';
import { credentialCommands } from './credential.js';
import { forwardCommands } from './forward.js';
import { gradeCommands } from './grade.js';
import { keyCommands } from './key.js';
import { organisationCommands } from './organisation.js';
import { personCommands } from './person.js';
import { platformCommands } from './platform.js';
import { transferCommands } from './transfer.js';

/**
 * `lotse <noun> <verb> …`
 * @param parameters without Node and the script
 * @returns the exit code: 0 done, 1 refused or failed, 2 the call's words are off
 */
export async function run(parameters: readonly string[]): Promise<number> {
  const program = new Command('lotse').description('Lotse auf der Kommandozeile / Lotse on the command line').exitOverride();
  for (const add of [organisationCommands, credentialCommands, platformCommands, keyCommands, competencyCommands, backupCommands, transferCommands, attachmentCommands, forwardCommands, gradeCommands, personCommands]) add(program);
  try {
    await program.parseAsync([...parameters], { from: 'user' });
    return 0;
  } catch (caught) {
    if (caught instanceof CommanderError) return caught.exitCode === 0 ? 0 : 2;
    const error = asLotseError(caught);
    process.stderr.write(`${error.message}${error.code === 'internal' && error.detail !== undefined ? ` (${error.detail})` : ''}\n`);
    return 1;
  }
}
