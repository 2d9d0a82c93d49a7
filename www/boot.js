// Starts the page: fetches the catalogue beside the WebAssembly module, hands files to the app, and seals the page.
//
// The app sees one global object, `site`:
//
// - `site.file(name)`: a promise of the bytes (Uint8Array) of a file of the fixed lists below, `undefined` when it could
//   not be loaded. A lazy file's promise waits until the file has been loaded in idle time.
// - `site.ready()`: the app says that it can be used. Lazy files are then loaded one after the other in idle time, and
//   the page seals itself.
// - `site.sealed`: a promise of `{missing: [names of lazy files that could not be loaded]}`, kept once the seal is on.
//
// `<html data-seal="open | loading | sealed">` says the same to styles and tests.

import { seal } from "./seal.js";

/** What the app cannot start without; fetched at once. */
const FIRST_FILES = ["catalog.bin"];

/** What is loaded in idle time, before the seal. All requests of the page are in these two lists. */
const LAZY_FILES = ["descriptions.bin", "managed-policies.json"];

/** An idle callback is waited for at most this long, in milliseconds. */
const IDLE_TIMEOUT = 500;

const script = document.querySelector("script[data-wasm]");
const root = document.documentElement;

async function load(name) {
  try {
    // "no-cache" asks the server whether a kept copy is still good: these names carry no hash.
    const response = await fetch(new URL(`data/${name}`, import.meta.url), { cache: "no-cache", credentials: "omit" });
    return response.ok ? new Uint8Array(await response.arrayBuffer()) : undefined;
  } catch {
    return undefined;
  }
}

function idle() {
  return new Promise((resolve) => {
    if ("requestIdleCallback" in window) {
      requestIdleCallback(resolve, { timeout: IDLE_TIMEOUT });
    } else {
      setTimeout(resolve, 50);
    }
  });
}

function later() {
  let resolve;
  const promise = new Promise((keep) => (resolve = keep));
  return { promise, resolve };
}

const lazy = new Map(LAZY_FILES.map((name) => [name, later()]));
const files = new Map([
  ...FIRST_FILES.map((name) => [name, load(name)]),
  ...LAZY_FILES.map((name) => [name, lazy.get(name).promise]),
]);
const sealed = later();

async function loadLazyFilesAndSeal() {
  root.dataset.seal = "loading";
  await Promise.all(FIRST_FILES.map((name) => files.get(name)));
  const missing = [];
  for (const [name, file] of lazy) {
    await idle();
    const bytes = await load(name);
    if (bytes === undefined) {
      missing.push(name);
    }
    file.resolve(bytes);
  }
  seal(document);
  root.dataset.seal = "sealed";
  sealed.resolve({ missing });
}

let started = false;

globalThis.site = Object.freeze({
  file: (name) => files.get(name) ?? Promise.resolve(undefined),
  ready() {
    if (!started) {
      started = true;
      loadLazyFilesAndSeal();
    }
  },
  sealed: sealed.promise,
});

root.dataset.seal = "open";
try {
  const app = await import(new URL(script.dataset.js, document.baseURI));
  await app.default({ module_or_path: new URL(script.dataset.wasm, document.baseURI) });
} catch (error) {
  const message = document.getElementById("boot-message");
  message.textContent = `The page could not start: ${error instanceof Error ? error.message : error}`;
  message.hidden = false;
  seal(document);
  root.dataset.seal = "sealed";
}
