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
 * requests are then its own business too), `before(page)`: called before the page is opened. Returns `{page, site, errors,
 * requests, seal, leave, reload}`: `seal()` waits for the seal, `leave()` says that the test goes to another page (the next
 * requests are a navigation's), `reload()` opens the page anew and waits for its seal.
 */
export async function open(t, { site, path = "", context = {}, expected, before } = {}) {
  const served = site ?? (await serve());
  const profile = await (await browser()).newContext(context);
  const page = await profile.newPage();
  page.setDefaultTimeout(TIMEOUT);
  drawBeforeLooking(page);
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
  const leave = () => {
    watched.sealed = false;
  };
  const reload = async () => {
    leave();
    await page.reload();
    await seal();
  };
  return { page, site: served, errors: watched.errors, requests: watched.requests, seal, leave, reload };
}

/** What a person does with the keyboard, and with a part of the page. */
const KEYBOARD_ACTIONS = ["press", "type", "insertText"];
const LOCATOR_ACTIONS = ["click", "press", "pressSequentially", "fill", "check", "uncheck", "selectOption", "setInputFiles"];

/**
 * Lets the page draw after each action before the test goes on: it may take a break between a change and what follows from it,
 * and on a busy machine a look in that moment would see the past.
 */
function drawBeforeLooking(page) {
  follow(page.keyboard, KEYBOARD_ACTIONS, () => page);
  const locators = Object.getPrototypeOf(page.locator("html"));
  if (!Object.hasOwn(locators, FOLLOWED)) {
    locators[FOLLOWED] = true;
    follow(locators, LOCATOR_ACTIONS, (locator) => locator.page());
  }
}

const FOLLOWED = Symbol("the page draws after each action");

function follow(object, actions, pageOf) {
  for (const name of actions) {
    const action = object[name];
    object[name] = async function (...given) {
      const result = await action.apply(this, given);
      // It fails only for a page that the action left or closed.
      await drawn(pageOf(this)).catch(() => {});
      return result;
    };
  }
}

/** Waits until what the page has put off at the moment is done: it does so with timeouts of 0, which come in order. */
function drawn(page) {
  return page.evaluate(async () => {
    for (let round = 0; round < 3; round += 1) {
      await new Promise((resolve) => setTimeout(resolve));
    }
  });
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
    } else if (new URL(url).search) {
      watched.errors.push(`request with a query: ${url}`);
    }
  });
  return watched;
}

/** Fails on any violation that axe finds in the page as it is, in light and in dark colours. */
export async function assertAccessibleInBothThemes(page) {
  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await assertAccessible(page);
  }
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

/** The editor's selected text. */
export function editorSelection(page) {
  return page.locator(".cm-content").evaluate((content) => {
    const { state } = content.cmTile.view;
    return state.sliceDoc(state.selection.main.from, state.selection.main.to);
  });
}

/** Opens a hand-made sample, with the mouse. */
export async function openSample(page, name) {
  await page.getByRole("banner").getByRole("button", { name: "Open a sample…" }).click();
  await page.getByRole("dialog").getByRole("button", { name }).click();
  await page.getByRole("dialog").waitFor({ state: "hidden" });
}

/** Copies a link by the dialog that shares; returns it. */
export async function copyLink(page) {
  await page.getByRole("banner").getByRole("button", { name: "Share…" }).click();
  const dialog = page.getByRole("dialog", { name: "Share" });
  await dialog.getByRole("button", { name: "Copy link" }).click();
  await dialog.getByRole("status").filter({ hasText: "Link copied" }).waitFor();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  await dialog.getByRole("button", { name: "Close" }).click();
  await dialog.waitFor({ state: "detached" });
  return link;
}

/** The items of the Findings panel. */
export function findings(page) {
  return page.getByRole("list", { name: /^\d+ findings?$/ }).locator("> li");
}

/** Opens a panel beside the editor. */
export async function openPanel(page, name) {
  await page.getByRole("tab", { name }).click();
  await page.getByRole("tabpanel", { name }).waitFor();
}

/** What has the focus, by role and name as a screen reader tells it; in the editor's shadow root too. */
export function focused(page) {
  return page.evaluate(() => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) {
      element = element.shadowRoot.activeElement;
    }
    const label = element.getAttribute("aria-label") ?? [...(element.labels ?? [])].map((each) => each.textContent).join(" ");
    const role = element.getAttribute("role") ?? element.localName;
    return `${role} ${(label || element.textContent).trim().replace(/\s+/g, " ")}`.slice(0, 80);
  });
}

/** The most controls that a test tabs through. */
const MANY_CONTROLS = 60;

/** Presses Tab until what has the focus is told as `wanted` says. */
export async function tabTo(page, wanted, key = "Tab") {
  for (let pressed = 0; pressed < MANY_CONTROLS; pressed += 1) {
    await page.keyboard.press(key);
    if (wanted.test(await focused(page))) {
      return;
    }
  }
  assert.fail(`${key} never reached ${wanted}; it ended at ${await focused(page)}`);
}

/**
 * Drops files on the page. Each is `{name, text}`, `{name, bytes}` (numbers) or, made in the page because it is large,
 * `{name, repeat: [text, times]}`.
 */
export async function dropFiles(page, files, target = ".editor-frame") {
  const data = await page.evaluateHandle((files) => {
    const transfer = new DataTransfer();
    for (const { name, text, bytes, repeat } of files) {
      const content = bytes ? new Uint8Array(bytes) : (text ?? repeat[0].repeat(repeat[1]));
      transfer.items.add(new File([content], name));
    }
    return transfer;
  }, files);
  await page.dispatchEvent(target, "dragover", { dataTransfer: data });
  await page.dispatchEvent(target, "drop", { dataTransfer: data });
}

/** The texts of the open documents' tabs. */
export function openDocuments(page) {
  return page.getByRole("navigation", { name: "Policies" }).locator(".name").allInnerTexts();
}

/** The notice of what just happened, if it says this; it stands in a live region. */
export function notice(page, hasText) {
  return page.getByRole("status").locator(".notice").filter({ hasText });
}
