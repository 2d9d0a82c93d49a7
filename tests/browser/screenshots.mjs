// Makes the pictures of the README: `cargo xtask build && node tests/browser/screenshots.mjs`. It writes
// docs/images/VIEW-{light,dark,360,360-dark}.png. CHROME names the browser, SITE another built site.

import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { launch } from "./browser.mjs";
import { dropFiles, openPanel, openSample, setEditorText } from "./page.mjs";
import { serve } from "./server.mjs";
import { smallPng } from "./small-png.mjs";

const FOLDER = fileURLToPath(new URL("../../docs/images/", import.meta.url));
const DESK = { width: 1280, height: 800 };
const PHONE = { width: 360, height: 740 };

/** Each view, as a person would come to it. */
const VIEWS = {
  findings: async (page) => {
    await openSample(page, /^Four slips/);
    await page.getByRole("list", { name: /findings$/ }).waitFor();
  },
  simulate: async (page) => {
    await openSample(page, /^MFA to terminate/);
    await openPanel(page, "Simulate");
    await page.getByLabel("Action").fill("ec2:TerminateInstances");
    await page.getByLabel("Resource", { exact: true }).fill("arn:aws:ec2:eu-west-1:123456789012:instance/i-0123456789abcdef0");
    await page.getByText("It depends", { exact: true }).waitFor();
  },
  expectations: async (page) => {
    const resource = "arn:aws:sqs:eu-west-1:123456789012:jobs";
    const policy = (action) =>
      JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: action, Resource: resource }] }, null, 2);
    await setEditorText(page, policy("sqs:*Message"));
    await openPanel(page, "Simulate");
    await page.getByLabel("Resource", { exact: true }).fill(resource);
    for (const action of ["sqs:SendMessage", "sqs:DeleteMessage"]) {
      await page.getByLabel("Action", { exact: true }).fill(action);
      await page.getByRole("button", { name: "Expect this decision" }).click();
    }
    await page.getByRole("button", { name: "New" }).click();
    await setEditorText(page, policy("sqs:SendMessage"));
    await page.getByLabel("Judged as").selectOption("boundary");
    await page.getByText("Implicitly denied, and allowed is expected").waitFor();
  },
  palette: async (page) => {
    await openSample(page, /^Four slips/);
    await page.keyboard.press("Control+k");
    await page.getByRole("dialog", { name: "Commands" }).waitFor();
  },
  suggest: async (page) => {
    await openSample(page, /^Functions and queues/);
    await openPanel(page, "Suggest");
    await page.getByRole("button", { name: /^Apply:/ }).waitFor();
  },
  compare: async (page) => {
    const bucket = "arn:aws:s3:::amzn-s3-demo-bucket";
    const policy = (...statements) => JSON.stringify({ Version: "2012-10-17", Statement: statements }, null, 2);
    const reads = { Sid: "Read", Effect: "Allow", Action: ["s3:GetObject", "s3:ListBucket"], Resource: [bucket, `${bucket}/*`] };
    const tls = { Sid: "OnlyEncrypted", Effect: "Deny", Action: "s3:*", Resource: "*", Condition: { Bool: { "aws:SecureTransport": "false" } } };
    await dropFiles(page, [{ name: "reports.json", text: policy(reads) }]);
    await setEditorText(page, policy({ ...reads, Action: ["s3:GetObject*", "s3:ListBucket"] }, tls));
    await openPanel(page, "Compare");
    await page.getByText("Both ways").waitFor();
  },
  learn: async (page) => {
    await openPanel(page, "Learn");
    await page.getByRole("list", { name: "Lessons" }).getByRole("button", { name: /^5\. / }).click();
    await page.getByRole("heading", { name: /^The path of a request/ }).waitFor();
  },
  course: async (page) => {
    await openPanel(page, "Learn");
    await page.getByRole("list", { name: "Lessons" }).waitFor();
  },
  samples: async (page) => {
    await page.getByRole("banner").getByRole("button", { name: "Open a sample…" }).click();
    await page.getByRole("searchbox", { name: "AWS managed policies" }).fill("lambda");
  },
};

async function picture(browser, address, name, show, { suffix, viewport, colorScheme }) {
  const profile = await browser.newContext({ viewport, colorScheme, reducedMotion: "reduce" });
  const page = await profile.newPage();
  await page.goto(address);
  await page.waitForSelector("html[data-seal=sealed]");
  await show(page);
  if (name !== "palette") {
    await page.evaluate(() => document.activeElement?.blur());
  }
  // On a phone the panel is below the editor.
  const below = viewport === PHONE && !["samples", "palette"].includes(name);
  if (below) {
    await page.getByRole("tablist").scrollIntoViewIfNeeded();
    await page.getByRole("tablist").evaluate((list) => list.scrollIntoView({ block: "start" }));
  }
  const picture = await page.screenshot({ scale: "css", caret: "hide", animations: "disabled" });
  const blank = await profile.newPage();
  await writeFile(join(FOLDER, `${name}-${suffix}.png`), await smallPng(blank, picture));
  await profile.close();
}

await mkdir(FOLDER, { recursive: true });
const site = await serve();
const browser = await launch();
for (const [name, show] of Object.entries(VIEWS)) {
  await picture(browser, site.address, name, show, { suffix: "light", viewport: DESK, colorScheme: "light" });
  await picture(browser, site.address, name, show, { suffix: "dark", viewport: DESK, colorScheme: "dark" });
  await picture(browser, site.address, name, show, { suffix: "360", viewport: PHONE, colorScheme: "light" });
  await picture(browser, site.address, name, show, { suffix: "360-dark", viewport: PHONE, colorScheme: "dark" });
}
await browser.close();
await site.close();
