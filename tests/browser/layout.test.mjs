// Narrow screens, large enough targets, no motion for those who want none.

import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAccessibleInBothThemes, dropFiles, open, openPanel, openSample, setEditorText } from "./page.mjs";

/** WCAG 2.5.8, in CSS pixels. */
const SMALLEST_TARGET = 24;

/** Controls that are too small in either direction; a link in a sentence may be as flat as its line. */
const small = (page) =>
  page.evaluate((least) => {
    const found = [];
    const walk = (root) => {
      for (const element of root.querySelectorAll("*")) {
        if (element.matches("a[href], button, input, select, textarea, summary, [role=tab], [role=menuitem]") && element.checkVisibility({ visibilityProperty: true })) {
          const { width, height } = element.getBoundingClientRect();
          if (width < least || height < least) {
            // A checkbox is as large as the label around it.
            const label = element.closest("label")?.getBoundingClientRect();
            if (!label || label.width < least || label.height < least) {
              found.push(`${element.localName} ${element.textContent || element.ariaLabel}: ${width.toFixed(1)} × ${height.toFixed(1)}`);
            }
          }
        }
        if (element.shadowRoot) {
          walk(element.shadowRoot);
        }
      }
    };
    walk(document);
    return found;
  }, SMALLEST_TARGET);

/** What is wider than the screen. */
const tooWide = (page) =>
  page.evaluate(() => {
    if (document.documentElement.scrollWidth <= innerWidth) {
      return [];
    }
    return [...document.querySelectorAll("body *")]
      .filter((element) => element.getBoundingClientRect().right > innerWidth + 0.5)
      .map((element) => `${element.localName}.${element.className}`);
  });

/** Shows every view, one after the other, and calls `check` on each. */
async function everyView(page, check) {
  await check("empty page");
  await openSample(page, /^Four slips/);
  await check("findings");
  await openPanel(page, "Simulate");
  await page.getByLabel("Action").fill("s3:ListBucket");
  await page.getByLabel("Resource", { exact: true }).fill("arn:aws:s3:::example-reports-with-a-name-that-is-quite-long-indeed-0123456789");
  await page.getByRole("button", { name: "+ Context key" }).click();
  await page.locator(".decision").waitFor();
  for (const summary of await page.locator(".panel summary").all()) {
    await summary.click();
  }
  await check("simulate");
  await openSample(page, /^Functions and queues/);
  await openPanel(page, "Suggest");
  await page.getByRole("button", { name: /^Apply:/ }).waitFor();
  await page.getByText("Show the new text").click();
  await check("suggest");
  await openPanel(page, "Compare");
  await page.getByText("The same access").waitFor();
  await setEditorText(page, JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] }));
  await page.getByText("Broader").waitFor();
  await page.getByText(/^\d+ actions$/).click();
  await check("compare");
  await page.getByRole("banner").getByRole("button", { name: "Open a sample…" }).click();
  await check("samples");
  await page.keyboard.press("Escape");
  await dropFiles(page, [{ name: `${"long-".repeat(40)}name.json`, text: '{"Statement": [' }]);
  await openPanel(page, "Findings");
  await check("a long name");
  await dropFiles(page, [{ name: `${"long-".repeat(40)}name.png`, bytes: [0xff, 0xfe] }]);
  await page.locator(".notice").waitFor();
  await check("notice");
}

for (const viewport of [
  { width: 360, height: 740 },
  { width: 861, height: 600 },
  { width: 1280, height: 800 },
  { width: 3840, height: 2160 },
]) {
  test(`${viewport.width} pixels: nothing is cut off to the side, targets are large enough, axe finds nothing`, async (t) => {
    const { page, seal } = await open(t, { context: { viewport } });
    await seal();
    const narrow = viewport.width === 360;
    await everyView(page, async (view) => {
      assert.deepEqual(await tooWide(page), [], view);
      assert.deepEqual(await small(page), [], view);
      if (narrow) {
        await assertAccessibleInBothThemes(page);
      }
    });
  });
}

test("who wants no motion gets none", async (t) => {
  const { page, seal } = await open(t, { context: { reducedMotion: "reduce" } });
  await seal();
  await openSample(page, /^Four slips/);
  const moving = await page.evaluate(() => {
    const roots = [document, ...[...document.querySelectorAll("*")].map((element) => element.shadowRoot).filter(Boolean)];
    const still = (value) => value.split(",").every((part) => parseFloat(part) === 0);
    return roots
      .flatMap((root) => [...root.querySelectorAll("body *, .editor *")])
      .filter((element) => {
        const style = getComputedStyle(element);
        // CodeMirror's cursor blinks in steps by an animation only while it has the focus.
        return !still(style.transitionDuration) || (style.animationName !== "none" && !still(style.animationDuration));
      })
      .map((element) => `${element.localName}.${element.className}`);
  });
  assert.deepEqual(moving, []);
});

test("text that is twice as large still fits", async (t) => {
  const { page, seal } = await open(t, { context: { viewport: { width: 720, height: 900 } } });
  await seal();
  await page.evaluate(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync("html { font-size: 200% }");
    document.adoptedStyleSheets.push(sheet);
  });
  await openSample(page, /^Four slips/);
  assert.deepEqual(await tooWide(page), []);
});
