const scheme = /^[A-Za-z][A-Za-z0-9+.-]*:/;
/**
 * Characters RFC 3987 does not allow: certain characters, and a percent sign without two hexadecimal digits. Square
 * brackets are let pass anywhere, since queries with them are common and browsers send them as they are.
 */
const foreign = /[\u0000-\u0020"<>\\^`{|}\u007f-\u009f\ufdd0-\ufdef\ufff0-\uffff\p{Surrogate}]|%(?![0-9A-Fa-f]{2})/u;
/** The form of most IRIs, which need no closer look. */
const common = /^https?:\/\/[\w.-][\w.~!$&'()*+,;=:@/?-]*$/;
const webWithoutHost = /^https?:(?!\/\/[^/?#])/i;
const ascii = /^[\u0000-\u007f]*$/;

/** True if a text is an absolute IRI (RFC 3987), judging by its characters. */
export function isIri(text: string): boolean {
  return (
    common.test(text) ||
    (scheme.test(text) &&
      !foreign.test(text) &&
      !webWithoutHost.test(text) &&
      text.indexOf('#') === text.lastIndexOf('#'))
  );
}

/** True if a text is an absolute URI (RFC 3986): an IRI without characters beyond ASCII. */
export function isUri(text: string): boolean {
  return ascii.test(text) && isIri(text);
}

/**
 * `mailto:` and one e-mail address. The local part may hold what RFC 5322 lets an unquoted one hold, and all beyond
 * ASCII (RFC 6531); the domain is labels or an address in brackets.
 */
const mailto =
  /^mailto:[^\s"(),:;<>@[\\\]\u0000-\u001f\u007f-\u009f\p{Surrogate}]+@(?:[\p{L}\p{M}\p{N}_.-]+|\[[0-9A-Fa-f:.]+\])$/u;
/** RFC 5321 §4.5.3.1 lets an address have 64 octets before the @ and 255 behind it; over megabytes the expression would exhaust the stack. */
const maxMailtoLength = 1_000;
const emptyLabel = /@\.|\.\.|\.$/;

/** True if a text is a mailto IRI with exactly one address (Data §2.4.2.3). */
export function isMailto(text: string): boolean {
  return text.length <= maxMailtoLength && mailto.test(text) && !emptyLabel.test(text.slice(text.lastIndexOf('@')));
}

/** The same mailbox in one spelling: an address's domain knows no case (Data §2.3.1), its local part does. */
export function canonicalMailto(text: string): string {
  const at = text.lastIndexOf('@');
  return text.slice(0, at) + text.slice(at).toLowerCase();
}
