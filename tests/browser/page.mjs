// Pages that fail their test on a console error, on a request to another origin, on a request after the seal.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { after } from "node:test";
import { launch } from "./browser.mjs";
import { serve } from "./server.mjs";

/** The longest that anything on the page may take, in milliseconds. */
const TIMEOUT = 20_000;

let launched;

/** The browser of this test file; ended with it. */
export function browser() {
  launched ??= launch();
  return launched;
}

after(async () => {
  await (await launched)?.close();
});

/**
 * Opens the built site in a fresh profile and checks it when the test ends.
 *
 * Options: `site` (of `serve`; by default a new one), `path` behind its address (such as a fragment), `context`
 * (playwright's options of a profile), `expected`: a pattern of the errors that the test provokes (its
 * requests are then its own business too), `before(page)`: called before the page is opened. Returns `{page, site, errors, requests, seal}`; `seal()` waits for the seal.
 */
export async function open(t, { site, path = "", context = {}, expected, before } = {}) {
  const served = site ?? (await serve());
  const profile = await (await browser()).newContext(context);
  const page = await profile.newPage();
  page.setDefaultTimeout(TIMEOUT);
  const watched = watch(page, new URL(served.origin), expected);
  // In this order: a page whose server has gone reports errors of its own.
  t.after(async () => {
    const errors = [...watched.errors];
    await profile.close();
    if (!site) {
      await served.close();
    }
    assert.deepEqual(errors, [], "errors of the page");
  });
  await before?.(page);
  await page.goto(served.address + path);
  const seal = async () => {
    await page.waitForSelector("html[data-seal=sealed]");
    watched.sealed = true;
  };
  return { page, site: served, errors: watched.errors, requests: watched.requests, seal };
}

/** Notes what a page must not do. */
function watch(page, { origin }, expected) {
  const watched = { errors: [], requests: [], sealed: false };
  page.on("console", (message) => {
    const isExpected = expected?.test(message.text());
    if (["error", "warning"].includes(message.type()) && !isExpected) {
      watched.errors.push(`console ${message.type()}: ${message.text()}`);
    }
  });
  page.on("pageerror", (error) => {
    if (!expected?.test(error.message)) {
      watched.errors.push(`uncaught: ${error.stack ?? error}`);
    }
  });
  page.on("request", (request) => {
    const url = request.url();
    watched.requests.push(url);
    if (url.startsWith("data:") || url.startsWith("blob:") || expected) {
      return;
    }
    if (new URL(url).origin !== origin) {
      watched.errors.push(`request to another origin: ${url}`);
    } else if (watched.sealed) {
      watched.errors.push(`request after the seal: ${url}`);
    }
  });
  return watched;
}

/** Fails on any violation that axe finds in the page, shadow roots included. */
export async function assertAccessible(page) {
  const source = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
  await page.evaluate(source);
  const violations = await page.evaluate(async () => {
    const { violations } = await globalThis.axe.run(document);
    return violations.map(({ id, help, nodes }) => ({ id, help, nodes: nodes.map(({ html, failureSummary }) => `${html}\n${failureSummary}`) }));
  });
  assert.deepEqual(violations, []);
}

/** The editor's text, without the pieces that CodeMirror draws only for display. */
export function editorText(page) {
  return page.locator(".cm-content").evaluate((content) => content.cmTile?.view?.state.sliceDoc() ?? content.innerText);
}

/** Replaces the editor's whole text, as a person would by pasting. */
export async function setEditorText(page, text) {
  await page.locator(".cm-content").click();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.insertText(text);
}
