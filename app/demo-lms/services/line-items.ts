import { Router } from 'express';
import { z } from 'zod';
import { LotseError } from '../../../base/index.js';
import { scope } from '../claims.js';
import { course } from '../course.js';
import type { DemoParts } from '../parts.js';
import { type LineItem, nextId, type State } from '../state/index.js';
import { requireScope } from './bearer.js';
import { media, pageOf, readBody, takeText } from './media.js';

const schema = z.looseObject({
  label: z.string().min(1).max(255),
  scoreMaximum: z.number().positive().max(1_000_000),
  resourceLinkId: z.string().optional(),
  resourceId: z.string().max(255).optional(),
  tag: z.string().max(255).optional(),
});

/** @throws LotseError `not-found` */
export function lineItemIn(state: Readonly<State>, id: string): LineItem {
  const found = state.lineItems.find((each) => each.id === id);
  if (found === undefined) throw new LotseError('not-found', 'This line item does not exist.');
  return found;
}

/** AGS 2.0 §3.2: the line items of the course. */
export function lineItemRouter({ url, platform, keys, state }: DemoParts): Router {
  const address = `${url}/lti/ags/${course.id}/lineitems`;
  const linkId = (itemId: string): string => `${platform.deploymentId}-${itemId}`;
  const answer = ({ id, label, scoreMaximum, itemId, resourceId, tag }: LineItem) => ({
    id: `${address}/${id}`,
    label,
    scoreMaximum,
    ...(itemId === undefined ? {} : { resourceLinkId: linkId(itemId) }),
    ...(resourceId === undefined ? {} : { resourceId }),
    ...(tag === undefined ? {} : { tag }),
  });
  const itemOf = (draft: Readonly<State>, resourceLinkId: string | undefined): string | undefined => {
    if (resourceLinkId === undefined) return undefined;
    const item = draft.items.find((each) => linkId(each.id) === resourceLinkId);
    if (item === undefined)
      throw new LotseError('bad-request', 'resourceLinkId: there is no such link in this course.', {
        path: 'resourceLinkId',
      });
    return item.id;
  };

  const router = Router();
  const read = [scope.lineItem, scope.lineItemReadOnly];
  router.get('/', requireScope(keys, ...read), (request, response) => {
    const { resource_link_id: link, resource_id: resource, tag } = request.query;
    const matching = state
      .current()
      .lineItems.map(answer)
      .filter(
        (each) =>
          (link === undefined || each.resourceLinkId === link) &&
          (resource === undefined || each.resourceId === resource) &&
          (tag === undefined || each.tag === tag),
      );
    const { page, link: next } = pageOf(matching, request, address);
    if (next !== undefined) response.set('Link', next);
    response.type(media.lineItems).send(JSON.stringify(page));
  });
  router.post('/', requireScope(keys, scope.lineItem), ...takeText(media.lineItem), async (request, response) => {
    const given = readBody(request, schema);
    const made = await state.update((draft) => {
      const itemId = itemOf(draft, given.resourceLinkId);
      const lineItem: LineItem = {
        id: nextId(draft),
        label: given.label,
        scoreMaximum: given.scoreMaximum,
        itemId,
        resourceId: given.resourceId,
        tag: given.tag,
        byTool: true,
      };
      draft.lineItems.push(lineItem);
      return lineItem;
    });
    response
      .status(201)
      .location(answer(made).id)
      .type(media.lineItem)
      .send(JSON.stringify(answer(made)));
  });
  router.get('/:id', requireScope<{ id: string }>(keys, ...read), (request, response) => {
    response.type(media.lineItem).send(JSON.stringify(answer(lineItemIn(state.current(), request.params.id))));
  });
  router.put(
    '/:id',
    requireScope(keys, scope.lineItem),
    ...takeText<{ id: string }>(media.lineItem),
    async (request, response) => {
      const given = readBody(request, schema);
      const changed = await state.update((draft) => {
        const lineItem = lineItemIn(draft, request.params.id);
        if (given.resourceLinkId !== undefined && itemOf(draft, given.resourceLinkId) !== lineItem.itemId) {
          throw new LotseError('bad-request', 'resourceLinkId: a line item stays with its link.', {
            path: 'resourceLinkId',
          });
        }
        Object.assign(lineItem, {
          label: given.label,
          scoreMaximum: given.scoreMaximum,
          resourceId: given.resourceId,
          tag: given.tag,
        });
        return lineItem;
      });
      response.type(media.lineItem).send(JSON.stringify(answer(changed)));
    },
  );
  router.delete('/:id', requireScope<{ id: string }>(keys, scope.lineItem), async (request, response) => {
    await state.update((draft) => {
      const { id, byTool } = lineItemIn(draft, request.params.id);
      if (!byTool)
        throw new LotseError(
          'forbidden',
          'This line item belongs to the course; a tool can delete only those it made.',
        );
      draft.lineItems = draft.lineItems.filter((each) => each.id !== id);
      draft.scores = draft.scores.filter((each) => each.lineItemId !== id);
    });
    response.status(204).end();
  });
  return router;
}
