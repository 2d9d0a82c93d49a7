// A frame that is as tall as what it shows: the page tells its height to the one around it, and nothing else.

/** What the message says it is; `embed.js` listens for it. */
const TYPE = "iam-policy-playground";

/**
 * Where the fragment asks for it (`embed=1&id=NAME`), tells each new height, at once too: `{type, id, height}`, `height` in CSS
 * pixels. With `height=auto` the page is laid out by its content, not by its window.
 */
export function tellHeight() {
  const asked = new URLSearchParams(location.hash.slice(1));
  const id = asked.get("id");
  if (asked.get("embed") !== "1" || id === null || parent === window) {
    return;
  }
  if (asked.get("height") === "auto") {
    document.documentElement.dataset.height = "auto";
  }
  let told;
  const tell = () => {
    const height = Math.ceil(document.body.getBoundingClientRect().height);
    if (height !== told) {
      told = height;
      // To whatever page is around: where the frame stands is nobody's secret, and how tall it is neither.
      parent.postMessage({ type: TYPE, id, height }, "*");
    }
  };
  tell();
  new ResizeObserver(tell).observe(document.body);
}
