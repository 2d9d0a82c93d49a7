// The page loads, can be typed in, and is left with Tab.

import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAccessible, editorText, open, setEditorText } from "./page.mjs";
import { serve } from "./server.mjs";

test("the page loads and shows the catalogue's date", async (t) => {
  const { page, seal } = await open(t);
  await page.getByRole("textbox", { name: /policy text/i }).waitFor();
  await page.getByText(/catalogue of \d{4}-\d\d-\d\d/).waitFor();
  await seal();
});

test("every request is a GET without a query", async (t) => {
  const { site, seal } = await open(t);
  await seal();
  assert.ok(site.requests.length > 5, `${site.requests}`);
  assert.deepEqual(site.requests.filter((request) => !request.startsWith("GET ") || request.includes("?")), []);
});

test("the editor takes typing, and undo gives the text back", async (t) => {
  const { page, seal } = await open(t);
  await seal();
  const before = await editorText(page);
  await setEditorText(page, '{"Version": "2012-10-17"}');
  assert.equal(await editorText(page), '{"Version": "2012-10-17"}');
  await page.keyboard.press("ControlOrMeta+z");
  assert.equal(await editorText(page), before);
});

test("typing over a selection closes brackets and needs no inline style", async (t) => {
  const { page } = await open(t);
  await page.locator(".cm-content").click();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type("[1, 2");
  assert.match(await editorText(page), /^\[1, 2/);
});

test("Tab leaves the editor", async (t) => {
  const { page } = await open(t);
  const content = page.locator(".cm-content");
  await content.click();
  const before = await editorText(page);
  await page.keyboard.press("Tab");
  assert.equal(await content.evaluate((element) => element.getRootNode().activeElement === element), false);
  assert.equal(await editorText(page), before);
});

test("the page works below any path", async (t) => {
  const site = await serve({ base: "/wiki/tools/playground/" });
  t.after(() => site.close());
  const { page, seal } = await open(t, { site });
  await page.locator(".cm-content").waitFor();
  await seal();
});

for (const colorScheme of ["light", "dark"]) {
  test(`axe finds nothing, ${colorScheme}`, async (t) => {
    const { page, seal } = await open(t, { context: { colorScheme } });
    await page.locator(".cm-content").waitFor();
    await seal();
    await assertAccessible(page);
  });
}

test("360 pixels are wide enough", async (t) => {
  const { page } = await open(t, { context: { viewport: { width: 360, height: 740 } } });
  await page.locator(".cm-content").waitFor();
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
});
