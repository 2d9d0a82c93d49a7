// The page inside another: a sandboxed frame has an opaque origin, where storage throws and modules need CORS.

import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAccessibleInBothThemes, browser, copyLink, findings, open, openSample, setEditorText } from "./page.mjs";
import { serve } from "./server.mjs";

const POLICY = '{"Statement": [{"Effect": "Allow", "Action": "s3:GetObjct", "Resource": "*"}]}';

/** A link's fragment that holds `POLICY`. */
async function shared(t, site) {
  const { page, seal } = await open(t, { site, context: { permissions: ["clipboard-read", "clipboard-write"] } });
  await seal();
  await setEditorText(page, POLICY);
  return new URL(await copyLink(page)).hash.slice(1);
}

/** Opens a page of another site with the playground in a sandboxed frame; `options` follow the shared policy. */
async function embed(t, options) {
  const site = await serve();
  t.after(() => site.close());
  const fragment = `${await shared(t, site)}&embed=1${options}`;
  const host = await serve({
    pages: {
      "/": `<!doctype html><html lang="en"><title>Wiki</title><link rel="icon" href="data:,">
        <iframe title="Policy" sandbox="allow-scripts" width="1000" height="600" src="${site.address}#${fragment}"></iframe></html>`,
    },
  });
  t.after(() => host.close());
  const profile = await (await browser()).newContext();
  t.after(() => profile.close());
  const page = await profile.newPage();
  const errors = [];
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && errors.push(message.text()));
  page.on("pageerror", (error) => errors.push(String(error)));
  await page.goto(host.address);
  const frame = page.frameLocator("iframe");
  await frame.locator(".cm-content").waitFor();
  await frame.locator("html[data-seal=sealed]").waitFor({ state: "attached" });
  assert.equal(await page.frames()[1].evaluate(() => globalThis.origin), "null");
  return { page, frame, errors };
}

test("in a sandboxed frame of another site the policy and its findings show, for reading only", async (t) => {
  const { page, frame, errors } = await embed(t, "");
  await findings(frame).filter({ hasText: "GetObjct" }).waitFor();
  await frame.locator(".cm-content").click();
  await page.keyboard.type("typed");
  await page.keyboard.press("Delete");
  await page.keyboard.press("F8");
  await page.keyboard.press("ControlOrMeta+.");
  assert.equal((await frame.locator(".cm-content").innerText()).trim(), POLICY);
  assert.equal(await frame.getByRole("button", { name: /replace|use|GetObject/i }).count(), 0, "no fix is offered");
  assert.equal(await frame.getByRole("banner").count(), 0, "no masthead");
  assert.deepEqual(errors, []);
});

test("edit=1 lets the text be changed and fixes be taken", async (t) => {
  const { page, frame, errors } = await embed(t, "&edit=1");
  await findings(frame).filter({ hasText: "GetObjct" }).getByRole("button", { name: /GetObject/ }).first().click();
  await findings(frame).filter({ hasText: "GetObjct" }).waitFor({ state: "detached" });
  await frame.locator(".cm-content").click();
  await page.keyboard.insertText("typed");
  assert.match(await frame.locator(".cm-content").innerText(), /typed/);
  await page.waitForTimeout(600);
  assert.deepEqual(errors, []);
  assert.equal(await frame.locator(".notice").count(), 0, "an embed does not even try to keep anything");
});

test("theme and panels are chosen by the link", async (t) => {
  const { frame, errors } = await embed(t, "&theme=dark&panels=simulate,findings");
  assert.equal(await frame.locator("html").getAttribute("data-theme"), "dark");
  assert.deepEqual(
    (await frame.getByRole("tab").allInnerTexts()).map((text) => text.trim().split(/\s/)[0]),
    ["Simulate", "Findings"],
  );
  assert.equal(await frame.locator("body").evaluate((body) => getComputedStyle(body).colorScheme), "dark");
  assert.deepEqual(errors, []);
});

test("panels= shows the editor alone", async (t) => {
  const { frame, errors } = await embed(t, "&panels=");
  assert.equal(await frame.getByRole("tablist").count(), 0);
  const { width } = await frame.locator(".cm-content").boundingBox();
  assert.ok(width > 800, `${width}`);
  assert.deepEqual(errors, []);
});

test("an embed by itself has no violation of accessibility", async (t) => {
  const { page, seal } = await open(t, { path: "#embed=1&edit=1" });
  await seal();
  await setEditorText(page, POLICY);
  await findings(page).first().waitFor();
  await assertAccessibleInBothThemes(page);
});

test("an embed keeps nothing, and shows nothing that was kept", async (t) => {
  const site = await serve();
  t.after(() => site.close());
  const own = await open(t, { site });
  await own.seal();
  await openSample(own.page, /^Read one bucket/);
  await own.page.waitForTimeout(600);
  const before = await own.page.evaluate(() => JSON.stringify(localStorage));
  const page = await own.page.context().newPage();
  await page.goto(`${site.address}#embed=1&edit=1`);
  await page.locator("html[data-seal=sealed]").waitFor({ state: "attached" });
  await setEditorText(page, '{"Id": "embedded"}');
  await page.waitForTimeout(600);
  assert.equal(await page.evaluate(() => JSON.stringify(localStorage)), before);
  assert.equal(await page.evaluate(() => sessionStorage.length), 0);
});
