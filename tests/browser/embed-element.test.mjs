// <iam-policy> of embed.js: frames without an origin in pages of other sites, as tall as what they show.

import assert from "node:assert/strict";
import { test } from "node:test";
import { browser } from "./page.mjs";
import { serve } from "./server.mjs";

const SLIP = '{"Statement": [{"Effect": "Allow", "Action": "s3:GetObjct", "Resource": "*"}]}';
const WIDE = '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}';

/** Opens a page of another site whose body is `body(address of the playground)`. */
async function host(t, body, { head = "", context = {} } = {}) {
  const site = await serve();
  t.after(() => site.close());
  const wiki = await serve({
    pages: {
      "/": `<!doctype html><html lang="en"><title>Wiki</title><link rel="icon" href="data:,">${head}
        <script>globalThis.told = []; addEventListener("message", ({ data }) => told.push(data));</script>
        ${body(site.address)}</html>`,
    },
  });
  t.after(() => wiki.close());
  const profile = await (await browser()).newContext(context);
  t.after(() => profile.close());
  const page = await profile.newPage();
  const errors = [];
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && errors.push(message.text()));
  page.on("pageerror", (error) => errors.push(String(error)));
  await page.goto(wiki.address);
  return { page, errors, site };
}

const script = (address) => `<script type="module" src="${address}embed.js"></script>`;
const frame = (page, id) => page.frameLocator(`#${id} iframe`);
const finding = (page, id, text) => frame(page, id).getByRole("listitem").filter({ hasText: text }).first();

test("two embeds on a page show their own policies, each as tall as it needs to be", async (t) => {
  const { page, errors } = await host(
    t,
    (address) => `${script(address)}
      <iam-policy id="one" name="slip" panels="findings"><pre>
        ${SLIP}
      </pre></iam-policy>
      <iam-policy id="two" name="wide" type="scp" panels="" editable>${WIDE}</iam-policy>`,
  );
  await finding(page, "one", "GetObjct").waitFor();
  await frame(page, "one").locator("html[data-seal=sealed]").waitFor({ state: "attached" });
  await frame(page, "two").locator("html[data-seal=sealed]").waitFor({ state: "attached" });
  assert.equal((await frame(page, "one").locator(".cm-content").innerText()).trim(), SLIP);
  assert.equal((await frame(page, "two").locator(".cm-content").innerText()).trim(), WIDE);
  assert.match(await frame(page, "two").getByRole("navigation", { name: "Policies" }).innerText(), /wide\s*service control policy/);
  assert.equal(await page.locator("#one pre").isVisible(), false, "the text shows once");
  assert.equal(await page.frames()[1].evaluate(() => globalThis.origin), "null");

  // Each frame has the height of its own content: nothing scrolls in it.
  const heights = () =>
    page.evaluate(() => ["one", "two"].map((id) => document.getElementById(id).shadowRoot.querySelector("iframe").clientHeight));
  const inner = () => Promise.all(["one", "two"].map((id) => frame(page, id).locator("html").evaluate((html) => html.scrollHeight)));
  await page.waitForFunction(() => new Set(told.map(({ id }) => id)).size === 2);
  await settled(async () => assert.deepEqual(await heights(), await inner()));
  const before = await heights();
  assert.ok(before[0] > before[1], `${before}`);

  // It follows the content.
  await frame(page, "two").locator(".cm-content").click();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.insertText(`${"\n".repeat(8)}{}`);
  await settled(async () => assert.ok((await heights())[1] > before[1] + 100));
  assert.equal((await heights())[0], before[0]);

  // The messages carry nothing else.
  for (const message of await page.evaluate(() => told)) {
    assert.deepEqual(Object.keys(message).sort(), ["height", "id", "type"]);
    assert.deepEqual([message.type, typeof message.id, typeof message.height], ["iam-policy-playground", "string", "number"]);
  }
  assert.deepEqual(errors, []);
});

/** Tries until it holds. */
async function settled(check) {
  for (const end = Date.now() + 15_000; ; await new Promise((resolve) => setTimeout(resolve, 100))) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > end) {
        throw error;
      }
    }
  }
}

test("a message that another frame sends changes no height", async (t) => {
  const { page } = await host(t, (address) => `${script(address)}<iam-policy id="one" panels="">{}</iam-policy>`);
  await frame(page, "one").locator("html[data-seal=sealed]").waitFor({ state: "attached" });
  await page.waitForFunction(() => told.length > 0);
  const height = () => page.evaluate(() => document.getElementById("one").shadowRoot.querySelector("iframe").clientHeight);
  const before = await height();
  await page.evaluate(() => postMessage({ ...told.at(-1), height: 5_000 }, "*"));
  await page.waitForFunction(() => told.at(-1).height === 5_000);
  assert.equal(await height(), before);
});

for (const [scheme, background] of [
  ["dark", /^rgb\((?:[0-3]?\d, ){2}[0-4]?\d\)$/],
  ["light", /^rgb\((?:2[2-5]\d, ){2}2[2-5]\d\)$/],
]) {
  test(`an embed is ${scheme} where its host is`, async (t) => {
    const { page, errors } = await host(
      t,
      (address) => `${script(address)}<iam-policy id="one" panels="findings">${SLIP}</iam-policy>
        <iam-policy id="two" theme="${scheme === "dark" ? "light" : "dark"}" panels="">{}</iam-policy>`,
      { head: `<style>:root { color-scheme: ${scheme} }</style>`, context: { colorScheme: null } },
    );
    await finding(page, "one", "GetObjct").waitFor();
    await frame(page, "two").locator(".cm-content").waitFor();
    const colour = (id) => frame(page, id).locator("body").evaluate((body) => getComputedStyle(body).backgroundColor);
    assert.match(await colour("one"), background);
    assert.doesNotMatch(await colour("two"), background);
    assert.deepEqual(errors, []);
  });
}

test("without scripts the text in the element is what readers see", async (t) => {
  const { page, site } = await host(t, (address) => `${script(address)}<iam-policy id="one"><pre>${SLIP}</pre></iam-policy>`, {
    context: { javaScriptEnabled: false },
  });
  await page.getByText(SLIP).waitFor();
  assert.deepEqual(site.requests, []);
});

test("in a frame of its own origin it works as well, and keeps nothing", async (t) => {
  const site = await serve({
    pages: {
      "/wiki": `<!doctype html><html lang="en"><title>Wiki</title><link rel="icon" href="data:,">
        <iframe title="Policy" width="900" height="500" src="/#embed=1&amp;edit=1"></iframe></html>`,
    },
  });
  t.after(() => site.close());
  const profile = await (await browser()).newContext();
  t.after(() => profile.close());
  const page = await profile.newPage();
  const errors = [];
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && errors.push(message.text()));
  await page.goto(`${site.origin}/wiki`);
  const inner = page.frameLocator("iframe");
  await inner.locator("html[data-seal=sealed]").waitFor({ state: "attached" });
  await inner.locator(".cm-content").click();
  await page.keyboard.insertText(SLIP);
  await inner.getByRole("listitem").filter({ hasText: "GetObjct" }).first().waitFor();
  await page.waitForTimeout(600);
  assert.deepEqual(await page.evaluate(() => [localStorage.length, sessionStorage.length]), [0, 0]);
  assert.deepEqual(errors, []);
});

test("what the form of the page makes works as it is put into another page", async (t) => {
  const site = await serve();
  t.after(() => site.close());
  const profile = await (await browser()).newContext();
  t.after(() => profile.close());
  const page = await profile.newPage();
  await page.goto(site.address);
  await page.locator("html[data-seal=sealed]").waitFor({ state: "attached" });
  await page.locator(".cm-content").click();
  await page.keyboard.insertText(SLIP);
  await page.getByRole("listitem").filter({ hasText: "GetObjct" }).first().waitFor();
  await page.getByRole("button", { name: "Share…" }).click();
  const dialog = page.getByRole("dialog", { name: "Share" });
  await dialog.getByText("Embed in a page").click();
  await dialog.getByRole("checkbox", { name: "Simulate" }).check();
  await dialog.getByLabel("Colours").selectOption("dark");
  const snippet = dialog.getByRole("textbox", { name: "Snippet" });
  for (const kind of ["element", "frame"]) {
    await dialog.getByLabel("As", { exact: true }).selectOption(kind);
    await page.waitForFunction((kind) => document.getElementById("embed-snippet").value.includes(kind), kind === "frame" ? "<iframe" : "<iam-policy");
    const wiki = await serve({
      pages: { "/": `<!doctype html><html lang="en"><title>Wiki</title><link rel="icon" href="data:,">${await snippet.inputValue()}</html>` },
    });
    t.after(() => wiki.close());
    const other = await profile.newPage();
    await other.goto(wiki.address);
    const shown = other.frameLocator("iframe");
    await shown.getByRole("listitem").filter({ hasText: "GetObjct" }).first().waitFor();
    assert.deepEqual(
      (await shown.getByRole("tab").allInnerTexts()).map((text) => text.trim().split(/\s/)[0]),
      ["Findings", "Simulate"],
    );
    assert.equal(await shown.locator("html").getAttribute("data-theme"), "dark");
    await other.close();
  }
  await dialog.getByLabel("As", { exact: true }).selectOption("markdown");
  await page.waitForFunction(() => document.getElementById("embed-snippet").value.includes("```json"));
});
