// Starts the page: loads the catalogue beside the WebAssembly module, hands files to the app, and seals the page.
// Where files come from is said by who calls: `boot.js` fetches them, the single file holds them.
//
// The app sees one global object, `site`:
//
// - `site.file(name)`: a promise of the bytes (Uint8Array) of a file of the fixed lists below, `undefined` when it could
//   not be loaded. A lazy file's promise waits until the file has been loaded in idle time.
// - `site.ready()`: the app says that it can be used. Lazy files are then loaded in idle time, a few at once, and
//   the page seals itself.
// - `site.chunk(address)`: a promise of a chunk of the WebAssembly module (WebAssembly.Module), which fails when it could
//   not be loaded; `site.instantiate(chunk, imports)` of its instance. The script that links the chunks calls both. A
//   chunk that is asked for before the app is ready is one that it cannot start without: it is loaded at once.
// - `site.sealed`: a promise of `{missing: [names of lazy files that could not be loaded]}`, kept once the seal is on.
//
// `<html data-seal="open | loading | sealed">` says the same to styles and tests.

import { tellHeight } from "./height.js";
import { seal } from "./seal.js";

/** What the app cannot start without; fetched at once. */
const FIRST_FILES = ["catalog.bin"];

/** The file of all small chunks of the code. */
const SMALL_CHUNKS = "small-chunks.bin";

/**
 * The code that is loaded in idle time. The build puts in the place of CHUNKS where the chunks of the WebAssembly module are:
 * `{files: [names], small: {name: [start, end]}}`, with their first byte in the file of small ones and the byte after their last.
 */
const LAZY_CODE = [...CHUNKS.files, SMALL_CHUNKS];

/** What is loaded in idle time, before the seal. All requests of the page are in these two lists. */
const LAZY_FILES = [...LAZY_CODE, "descriptions.bin", "managed-policies.json", "lessons.json"];

/** So many lazy files are loaded at once: a browser may let a frame wait its half second for each idle moment. */
const AT_ONCE = 8;

/** An idle callback is waited for at most this long, in milliseconds. */
const IDLE_TIMEOUT = 500;

const root = document.documentElement;

/** Whether a lazy file is code: chunks of the WebAssembly module. */
export const isCode = (name) => LAZY_CODE.includes(name);

/** The compiled chunks of a file of code: `[name, WebAssembly.Module]` of each. */
function compile(file, bytes) {
  const places = file === SMALL_CHUNKS ? Object.entries(CHUNKS.small) : [[file, []]];
  return Promise.all(
    places.map(async ([chunk, [start, end]]) => [chunk, await WebAssembly.compile(bytes.subarray(start, end))]),
  );
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

/** Starts the page. `load(name)` is a promise of a file's bytes, `undefined` when it could not be loaded. `app()` starts the app. */
export async function start({ load, app }) {
  const lazy = new Map(LAZY_FILES.map((name) => [name, later()]));
  const files = new Map([
    ...FIRST_FILES.map((name) => [name, load(name)]),
    ...LAZY_FILES.map((name) => [name, lazy.get(name).promise]),
  ]);
  const modules = new Map();
  const sealed = later();
  let started = false;

  /** Loads a lazy file, once. Code is compiled at once: the seal forbids that. */
  function loadLazy(name) {
    const file = lazy.get(name);
    if (!file.begun) {
      file.begun = true;
      file.resolve(isCode(name) ? loadCode(name) : load(name));
    }
    return file.promise;
  }

  async function loadCode(name) {
    const bytes = await load(name);
    try {
      for (const [chunk, module] of bytes ? await compile(name, bytes) : []) {
        modules.set(chunk, module);
      }
      return bytes;
    } catch {
      return undefined;
    }
  }

  async function loadLazyFilesAndSeal() {
    root.dataset.seal = "loading";
    await Promise.all(FIRST_FILES.map((name) => files.get(name)));
    const missing = [];
    for (let at = 0; at < LAZY_FILES.length; at += AT_ONCE) {
      await idle();
      const names = LAZY_FILES.slice(at, at + AT_ONCE);
      const loaded = await Promise.all(names.map(loadLazy));
      missing.push(...names.filter((_, place) => loaded[place] === undefined));
    }
    seal(document);
    root.dataset.seal = "sealed";
    sealed.resolve({ missing });
  }

  globalThis.site = Object.freeze({
    file: (name) => files.get(name) ?? Promise.resolve(undefined),
    async chunk({ pathname }) {
      const name = pathname.slice(pathname.lastIndexOf("/") + 1);
      const file = name in CHUNKS.small ? SMALL_CHUNKS : name;
      await (started ? files.get(file) : loadLazy(file));
      if (!modules.has(name)) {
        throw new Error(`${name} could not be loaded`);
      }
      return modules.get(name);
    },
    instantiate: async (chunk, imports) => WebAssembly.instantiate(await chunk, imports),
    ready() {
      if (!started) {
        started = true;
        loadLazyFilesAndSeal();
      }
    },
    sealed: sealed.promise,
  });

  root.dataset.seal = "open";
  tellHeight();
  try {
    await app();
  } catch (error) {
    const message = document.getElementById("boot-message");
    message.textContent = `The page could not start: ${error instanceof Error ? error.message : error}`;
    message.hidden = false;
    seal(document);
    root.dataset.seal = "sealed";
  }
}
