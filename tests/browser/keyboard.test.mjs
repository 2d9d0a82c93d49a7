// Everything by keyboard: reached in order, left again, nothing holds the focus.

import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAccessibleInBothThemes, focused, open, openDocuments, openPanel, openSample, tabTo } from "./page.mjs";

/** Every control that can be seen and used, in the order of the page, as `focused` tells them. */
const reachable = (page) =>
  page.evaluate(() => {
    const all = [];
    const walk = (root) => {
      for (const element of root.querySelectorAll("*")) {
        const isControl = element.matches("a[href], button, input, select, textarea, summary, [tabindex], [contenteditable=true]");
        if (isControl && (element.tabIndex >= 0 || element.isContentEditable) && !element.disabled && element.checkVisibility({ visibilityProperty: true })) {
          const label = element.getAttribute("aria-label") ?? [...(element.labels ?? [])].map((each) => each.textContent).join(" ");
          const role = element.getAttribute("role") ?? element.localName;
          all.push(`${role} ${(label || element.textContent).trim().replace(/\s+/g, " ")}`.slice(0, 80));
        }
        if (element.shadowRoot) {
          walk(element.shadowRoot);
        }
      }
    };
    walk(document);
    return all;
  });

/** Presses `key` from the top of the page until the focus leaves it; what was reached, in order. */
async function walk(page, key) {
  const reached = [];
  for (let pressed = 0; pressed < 80; pressed += 1) {
    await page.keyboard.press(key);
    const now = await focused(page);
    // The body has the focus once the last control is left.
    if (now.startsWith("body ") || (reached.length > 0 && now === reached[0])) {
      break;
    }
    reached.push(now);
  }
  return reached;
}

for (const panel of ["Findings", "Simulate", "Suggest", "Compare"]) {
  test(`Tab reaches every control in order and comes round, ${panel}`, async (t) => {
    const { page, seal } = await open(t);
    await seal();
    await openSample(page, panel === "Suggest" ? /^Functions and queues/ : /^Four slips/);
    await openPanel(page, panel);
    if (panel === "Simulate") {
      await page.getByLabel("Action").fill("s3:GetObject");
      await page.getByRole("button", { name: "+ Context key" }).click();
      await page.locator(".decision").waitFor();
    }
    if (panel === "Compare") {
      await page.getByText("The same access").waitFor();
    }
    if (panel === "Suggest") {
      await page.getByRole("button", { name: /^Apply:/ }).waitFor();
    }
    await page.evaluate(() => document.activeElement.blur());
    await page.getByRole("heading", { level: 1 }).click();
    const wanted = await reachable(page);
    const reached = await walk(page, "Tab");
    assert.deepEqual(reached, wanted);
    assert.ok(reached.some((each) => each.startsWith("textbox Policy text")));
  });
}

test("Shift-Tab walks back through the editor", async (t) => {
  const { page, seal } = await open(t);
  await seal();
  await openSample(page, /^Four slips/);
  await page.getByLabel("Judged as").focus();
  await page.keyboard.press("Shift+Tab");
  assert.match(await focused(page), /^textbox Policy text/);
  await page.keyboard.press("Shift+Tab");
  assert.doesNotMatch(await focused(page), /^textbox Policy text/);
});

test("arrows, Home and End move through the panels", async (t) => {
  const { page, seal } = await open(t);
  await seal();
  await tabTo(page, /^tab Findings/);
  for (const [key, panel] of [
    ["ArrowRight", "Simulate"],
    ["ArrowRight", "Suggest"],
    ["ArrowRight", "Compare"],
    ["ArrowRight", "Learn"],
    ["ArrowRight", "Findings"],
    ["ArrowLeft", "Learn"],
    ["ArrowLeft", "Compare"],
    ["Home", "Findings"],
    ["End", "Learn"],
  ]) {
    await page.keyboard.press(key);
    assert.match(await focused(page), new RegExp(`^tab ${panel}`), key);
    assert.equal(await page.getByRole("tab", { selected: true }).count(), 1);
    await page.getByRole("tabpanel", { name: panel }).waitFor();
  }
  await page.keyboard.press("Tab");
  assert.match(await focused(page), /^tabpanel/);
});

test("the dialog keeps the focus, Escape closes it, and the focus returns", async (t) => {
  const { page, seal } = await open(t);
  await seal();
  await tabTo(page, /^button Open a sample…/);
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "Open a policy" });
  await dialog.waitFor();
  await assertAccessibleInBothThemes(page);
  await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "hidden" });
  assert.match(await focused(page), /^button Open a sample…/);
  // And again: a dialog that was closed by Escape opens the next time.
  await page.keyboard.press("Enter");
  await dialog.waitFor();
  await tabTo(page, /^button Read one bucket/);
  await page.keyboard.press("Enter");
  await dialog.waitFor({ state: "hidden" });
  assert.deepEqual(await openDocuments(page), ["Read one bucket"]);
  assert.doesNotMatch(await focused(page), /^body/);
});

test("after a sample from an empty page the focus is somewhere", async (t) => {
  const { page, seal } = await open(t);
  await seal();
  await page.getByRole("tabpanel").getByRole("button", { name: "Open a sample…" }).focus();
  await page.keyboard.press("Enter");
  await tabTo(page, /^button Four slips/);
  await page.keyboard.press("Enter");
  await page.getByRole("dialog").waitFor({ state: "hidden" });
  assert.match(await focused(page), /^textbox Policy text of Four slips/);
});

test("a document is opened, closed and reopened by keyboard", async (t) => {
  const { page, seal } = await open(t);
  await seal();
  await openSample(page, /^Read one bucket/);
  await tabTo(page, /^button \+ New/);
  await page.keyboard.press("Enter");
  assert.deepEqual(await openDocuments(page), ["Read one bucket", "policy 3"]);
  await tabTo(page, /^button Close Read one bucket/, "Shift+Tab");
  await page.keyboard.press("Enter");
  await tabTo(page, /^button Reopen/);
  await page.keyboard.press("Enter");
  assert.deepEqual(await openDocuments(page), ["Read one bucket", "policy 3"]);
});
