// Text that users bring is shown as text, wherever it is shown.

import assert from "node:assert/strict";
import { test } from "node:test";
import { dropFiles, findings, notice, open, openPanel, setEditorText } from "./page.mjs";

const MARKUP = '<img src=x onerror="globalThis.broken=1"><svg onload=globalThis.broken=1><script>globalThis.broken=1</script>';
const QUOTED = JSON.stringify(MARKUP).slice(1, -1);

/** A policy that puts markup into every place from which messages, names and lists take text. */
const POLICY = `{
  "Version": "${QUOTED}",
  "${QUOTED}": 1,
  "Statement": [
    {
      "Sid": "${QUOTED}",
      "Effect": "${QUOTED}",
      "Action": ["s3:${QUOTED}", "${QUOTED}:x", "${QUOTED}"],
      "Resource": "${QUOTED}",
      "Principal": { "${QUOTED}": "${QUOTED}" },
      "Condition": { "${QUOTED}": { "${QUOTED}": "${QUOTED}" } }
    },
    { "Sid": "${QUOTED}", "Effect": "Allow", "Action": ["s3:GetObject", "sqs:SendMessage"], "Resource": "*" },
    { "Sid": "b", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "StringEquals": { "aws:RequestTag/${QUOTED}": "\${aws:PrincipalTag/${QUOTED}}" } } }
  ]
}`;

/** Elements that no view makes: they could only come from text. */
async function assertNoMarkup(page) {
  const found = await page.evaluate(() => {
    const roots = [document, ...[...document.querySelectorAll("*")].map((element) => element.shadowRoot).filter(Boolean)];
    const made = roots.flatMap((root) => [...root.querySelectorAll("img, [onerror], [onload], body script, main svg")]);
    // CodeMirror measures with an image of its own, whose address is data.
    return { made: made.filter((element) => !element.closest(".cm-widgetBuffer") && element.className !== "cm-widgetBuffer" && !element.hasAttribute("data-wasm")).map((element) => element.outerHTML), broken: globalThis.broken };
  });
  assert.deepEqual(found, { made: [], broken: undefined });
}

test("names of files, texts of policies and requests show as text", async (t) => {
  const { page, seal, reload } = await open(t);
  await seal();
  await dropFiles(page, [{ name: `${MARKUP}.json`, text: POLICY }]);
  await page.getByRole("navigation", { name: "Policies" }).getByText("<img src=x").waitFor();
  await findings(page).first().waitFor();
  const told = (await findings(page).allInnerTexts()).join("\n");
  assert.match(told, /<img src=x onerror=/);
  await assertNoMarkup(page);

  for (let press = 0; press < 4; press += 1) {
    await page.locator(".cm-content").focus();
    await page.keyboard.press("F8");
    await assertNoMarkup(page);
  }
  await page.keyboard.press("ControlOrMeta+Shift+m");
  await assertNoMarkup(page);

  await openPanel(page, "Simulate");
  await page.getByLabel("Action").fill("s3:GetObject");
  await page.getByLabel("Resource", { exact: true }).fill(MARKUP);
  await page.getByRole("button", { name: "+ Context key" }).click();
  await page.getByLabel("Context key 1", { exact: true }).fill(`aws:RequestTag/${MARKUP}`);
  await page.getByLabel("Value of context key 1").fill(MARKUP);
  await page.getByRole("list", { name: "The request's path" }).getByText("<img src=x").first().waitFor();
  await assertNoMarkup(page);
  await page.getByLabel("Action").fill(`s3:${MARKUP}`);
  await page.getByText("is not in the catalogue of").waitFor();
  await assertNoMarkup(page);
  await page.getByLabel("Principal").fill(MARKUP);
  await assertNoMarkup(page);

  await openPanel(page, "Suggest");
  await page.waitForTimeout(200);
  await assertNoMarkup(page);

  await page.getByRole("button", { name: /^Close <img/ }).click();
  await notice(page, /Closed <img/).waitFor();
  await assertNoMarkup(page);
  await page.getByRole("button", { name: "Reopen" }).click();

  await reload();
  await page.getByRole("navigation", { name: "Policies" }).getByText("<img src=x").waitFor();
  await assertNoMarkup(page);
});

test("a name in a file that is refused shows as text", async (t) => {
  const { page, seal } = await open(t);
  await seal();
  await dropFiles(page, [{ name: `${MARKUP}.png`, bytes: [0xff, 0xfe, 0, 1] }]);
  await notice(page, "<img src=x onerror").waitFor();
  await assertNoMarkup(page);
});

test("what a text says in words of code shows as text in the editor's boxes", async (t) => {
  const { page, seal } = await open(t);
  await seal();
  await setEditorText(page, `{"Version": "2012-10-17", "${QUOTED}": 1, "Statement": []}`);
  await findings(page).first().waitFor();
  await page.locator(".cm-lintRange").first().hover();
  await page.locator(".cm-tooltip").first().waitFor();
  await assertNoMarkup(page);
  await page.locator(".cm-content").focus();
  const fix = page.getByRole("menuitem").filter({ hasText: "<img src=x" });
  for (let press = 0; press < 6 && (await fix.count()) === 0; press += 1) {
    await page.keyboard.press("F8");
    await page.keyboard.press("ControlOrMeta+.");
    await assertNoMarkup(page);
    if ((await fix.count()) === 0) {
      await page.keyboard.press("Escape");
    }
  }
  await fix.first().waitFor();
});
