// The seal: from here on the page can neither send nor fetch anything.

/**
 * A second policy; both have to allow a request. `default-src 'none'` shuts what the first left open to the page's own
 * origin: scripts, styles, workers and, above all, `fetch` with text in the query.
 */
const POLICY = "default-src 'none'; connect-src 'none'; img-src data:";

/** Adds the second policy to the document. It cannot be taken back: removing the element does not lift it. */
export function seal(document) {
  const meta = document.createElement("meta");
  meta.httpEquiv = "Content-Security-Policy";
  meta.content = POLICY;
  document.head.append(meta);
}
