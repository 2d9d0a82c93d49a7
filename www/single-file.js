// The page as one file: everything it needs stands in it, compressed, in elements that no browser runs. It requests nothing.

import app from "app";
import { start } from "./start.js";

async function load(name) {
  const element = document.getElementById(`file-${name}`);
  if (!element) {
    return undefined;
  }
  const packed = Uint8Array.from(atob(element.textContent), (character) => character.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** The name of a check's page, of an address that leads to it. */
const CHECK_PAGE = /^\.\/(?:checks\/)?([a-z0-9-]+)\.html$/;

/** Shows the pages of the checks, which stand in the file too, in a dialog. */
function openChecksHere() {
  const dialog = document.createElement("dialog");
  dialog.setAttribute("aria-label", "About a check");
  const close = document.createElement("button");
  close.textContent = "Close";
  close.className = "quiet";
  close.addEventListener("click", () => dialog.close());
  const body = document.createElement("div");
  dialog.append(close, body);
  document.body.append(dialog);
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element && event.target.closest("a[href]");
    const address = link && link.getAttribute("href");
    const page = address && document.getElementById(`check-${CHECK_PAGE.exec(address)?.[1]}`);
    if (page) {
      event.preventDefault();
      body.replaceChildren(page.content.cloneNode(true));
      dialog.open || dialog.showModal();
      dialog.scrollTop = 0;
    } else if (address?.startsWith("../index.html")) {
      // The page itself, perhaps with an example of a check.
      event.preventDefault();
      dialog.close();
      if (link.hash) {
        location.hash = link.hash;
      }
    }
  });
}

openChecksHere();
await start({ load, app: async () => app({ module_or_path: await load("playground_bg.wasm") }) });
