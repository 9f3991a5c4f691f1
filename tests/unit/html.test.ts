import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ballShapes, ballUse, renderHarveyBall } from '../../pages/shared/index.js';
import { html, jsonScript, languageOfTag, raw } from '../../web/index.js';

describe('html', () => {
  test('escapes every value that is not markup', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const out = html`<p title="${text}">${text}</p>`.text;
        expect(out.slice(out.indexOf('>') + 1, out.lastIndexOf('</p>'))).not.toMatch(/[<>"']/);
      }),
    );
  });

  test('keeps markup, joins lists, leaves nothing out of nothing', () => {
    expect(
      html`<ul>
        ${['a', '<b>'].map((each) => html`<li>${each}</li>`)}${false}${null}${undefined}${raw('<hr>')}
      </ul>`.text,
    ).toBe('<ul>\n<li>a</li><li>&lt;b&gt;</li><hr>\n</ul>');
  });

  test('sends no indentation of its templates, and every space of a value', () => {
    const spaced = 'one\n    two';
    expect(
      html`<div>
        <pre>${spaced}</pre>
      </div>`.text,
    ).toBe(`<div>\n<pre>${spaced}</pre>\n</div>`);
    expect(html`<a href="${'/somewhere'}" class="quiet" ${false}>${'there'}</a>`.text).toBe(
      '<a href="/somewhere" class="quiet" >there</a>',
    );
    expect(html`<input name="${'a'}" value="${'b'}" /><svg><use href="#x" /></svg>`.text).toBe(
      '<input name="a" value="b"><svg><use href="#x" /></svg>',
    );
  });

  test('no text ends a JSON script element, and the value survives', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.string(), (value, text) => {
        const json = /^<script type="application\/json" id="x">(.*)<\/script>$/s.exec(
          jsonScript('x', { value, text, evil: '</script><!--' }).text,
        )![1]!;
        expect(json).not.toContain('<');
        expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify({ value, text, evil: '</script><!--' })));
      }),
    );
  });

  test('a Harvey ball tells none from 0, and every level from every other', () => {
    const pictures = ([null, 0, 1, 2, 3, 4] as const).map((level) => renderHarveyBall(level).text);
    expect(new Set(pictures).size).toBe(6);
    for (const picture of pictures) expect(picture).toContain('aria-hidden="true"');
  });

  test('a table of balls has each drawing once, and every cell finds its own', () => {
    const balls = [
      { level: null, target: 2 },
      { level: 3, target: null },
      { level: null, target: 2 },
    ] as const;
    const shapes = ballShapes(balls).text;
    expect(shapes.match(/<symbol /g)).toHaveLength(2);
    for (const { level, target } of balls) {
      const [, id] = /href="#([^"]+)"/.exec(ballUse(level, target).text)!;
      const drawn = new RegExp(`<symbol id="${id}"[^>]*><g[^>]*>(.*?)</g></symbol>`).exec(shapes)![1]!;
      expect(renderHarveyBall(level, target).text).toContain(drawn);
    }
  });

  test.each([
    ['de_DE', 'de'],
    ['en-GB', 'en'],
    ['en', 'en'],
    ['fr', 'de'],
    [undefined, 'de'],
    ['entirely', 'de'],
  ] as const)('language of %s is %s', (tag, language) => {
    expect(languageOfTag(tag)).toBe(language);
  });
});
