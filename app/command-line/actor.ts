import { type Agent, parseAgent, parseJson } from '../../lrs/index.js';
import { readValue, optionError } from './help-texts.js';

function agentFrom(value: string): Agent {
  try {
    return parseAgent(value.startsWith('mailto:') ? { mbox: value } : parseJson(value), 'actor') as Agent;
  } catch (caught) {
    throw optionError('wrong.agent', {}, (caught as Error).message);
  }
}

/** The agent that `--actor` names. */
export function parseActor(value: string): Agent {
  return readValue('--actor <agent>', value, agentFrom);
}
