import type { RequestHandler } from 'express';
import { addedPage } from '../pages/index.js';
import type { DemoParts } from '../parts.js';
import { DemoError } from '../demo-error.js';
import { nextId, type State, useOnce } from '../state/index.js';
import { refusalSentence } from '../texts.js';
import { readDeepLinkingResponse, type DemoResourceLink } from './read-response.js';

function addLink(draft: State, { title, text, url, custom, lineItem }: DemoResourceLink, launchUrl: string): string {
  const id = nextId(draft);
  const name = title?.trim() || 'Lotse';
  draft.items.push({
    id,
    title: { de: name, en: name },
    ...(text === undefined || text === '' ? {} : { text: { de: text, en: text } }),
    url: url ?? launchUrl,
    custom: custom ?? {},
    added: true,
  });
  if (lineItem !== undefined) {
    draft.lineItems.push({
      id: nextId(draft),
      label: lineItem.label ?? name,
      scoreMaximum: lineItem.scoreMaximum,
      itemId: id,
      resourceId: lineItem.resourceId,
      tag: lineItem.tag,
      byTool: false,
    });
  }
  return name;
}

/** Receives the trainer's choice from the tool's picker, and adds it to the course, once. */
export function deepLinkReturn(parts: DemoParts): RequestHandler {
  return async (request, response) => {
    const body = (request.body ?? {}) as Record<string, unknown>;
    const { links, ignored, message, once, language } = await readDeepLinkingResponse(parts, body['JWT']);
    const added = await parts.state.update((draft) => {
      if (!useOnce(draft, once.id, once.until, parts.clock.now()))
        throw new DemoError(400, refusalSentence('usedTwice'), 'deep linking: sent twice');
      return links.map((link) => addLink(draft, link, parts.tool.launchUrl));
    });
    parts.logger.info({ added: added.length, ignored }, 'demo LMS: content added');
    response.send(addedPage(language, added, ignored, message));
  };
}
