import { type Agent, parseAgent, parseJson } from '../../lrs/index.js';
import { readValue, wrongValue } from './words.js';

function agentFrom(value: string): Agent {
  try {
    return parseAgent(value.startsWith('mailto:') ? { mbox: value } : parseJson(value), 'actor') as Agent;
  } catch (caught) {
    throw wrongValue('wrong.agent', {}, (caught as Error).message);
  }
}

/** The agent that `--actor` names. */
export function readActor(value: string): Agent {
  return readValue('--actor <agent>', value, agentFrom);
}
