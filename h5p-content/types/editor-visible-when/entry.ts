/**
 * Editor widget `lotseVisibleWhen`: shows a field only while a select field of the same group has one of the named
 * values, and asks nothing of fields that are not shown. In semantics:
 *
 *   { "name": "body", "type": "text", "optional": true, "widget": "lotseVisibleWhen",
 *     "lotseVisibleWhen": { "field": "kind", "equals": ["text"], "widget": "html", "required": true } }
 *
 * `widget` inside names the widget that draws the field; without it, the field's type does. The field itself is
 * optional, for items of another kind do not have it; `required` asks for it where it is shown.
 */
interface EditorField {
  readonly name: string;
  readonly type: string;
  readonly optional?: boolean;
  readonly lotseVisibleWhen?: {
    readonly field: string;
    readonly equals: readonly string[];
    readonly widget?: string;
    readonly required?: boolean;
  };
}

interface Widget {
  appendTo(wrapper: JQueryLike): void;
  validate(): boolean;
  remove?(): void;
  change?(callback: () => void): void;
  children?: unknown;
}

interface JQueryLike {
  readonly 0?: HTMLElement;
  append(element: HTMLElement): void;
}

type SetValue = (field: EditorField, value?: unknown) => void;
type WidgetConstructor = new (parent: unknown, field: EditorField, params: unknown, setValue: SetValue) => Widget;

interface Editor {
  readonly widgets: Record<string, unknown>;
  readonly $: (element: HTMLElement) => JQueryLike;
  findField(name: string, parent: unknown): { value?: unknown } | false;
  followField(parent: unknown, name: string, callback: () => void): void;
}

const editor = (window as unknown as { H5PEditor: Editor }).H5PEditor;

class VisibleWhen {
  /** Passes the editor's "ready" callbacks on. */
  readonly passReadies = true;
  private readonly wrapper = document.createElement('div');
  private readonly inner: Widget;
  private shown = false;

  constructor(
    parent: unknown,
    readonly field: EditorField,
    params: unknown,
    setValue: SetValue,
  ) {
    const rule = field.lotseVisibleWhen;
    if (rule === undefined) throw new Error(`Field ${field.name} names no rule to show it by.`);
    const Inner = editor.widgets[rule.widget ?? field.type] as WidgetConstructor;
    this.inner = new Inner(parent, { ...field, optional: rule.required !== true }, params, setValue);
    editor.followField(parent, rule.field, () => {
      const followed = editor.findField(rule.field, parent);
      this.shown = followed !== false && rule.equals.includes(String(followed.value));
      this.wrapper.hidden = !this.shown;
    });
  }

  appendTo(container: JQueryLike): void {
    this.wrapper.hidden = !this.shown;
    container.append(this.wrapper);
    this.inner.appendTo(editor.$(this.wrapper));
  }

  validate(): boolean {
    return this.shown ? this.inner.validate() : true;
  }

  change(callback: () => void): void {
    this.inner.change?.(callback);
  }

  remove(): void {
    this.inner.remove?.();
    this.wrapper.remove();
  }
}

editor.widgets['lotseVisibleWhen'] = VisibleWhen;
