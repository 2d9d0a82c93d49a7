// <iam-policy>: a policy with what is to be said about it, within another page.
//
//   <script type="module" src="https://playground.example/embed.js"></script>
//   <iam-policy name="reports" type="identity"><pre>{ "Version": … }</pre></iam-policy>
//
// The text in the element is the policy, and what readers see where scripts do not run. Attributes:
//
// - `fragment`: a whole workspace instead, as a link of the playground has it behind its `#`
// - `name`, `type`: of the policy; without a type it is guessed
// - `panels`: those shown beside the text, of `findings,simulate,suggest,compare`; empty for the text alone
// - `panel`: the one that is open
// - `theme`: `light` or `dark`; without it that of the page around, as its `color-scheme` says
// - `editable`: readers may change the text; nothing of it is kept
// - `height`: in pixels; without it as tall as what it shows
//
// The frame has no origin of its own (`sandbox` without `allow-same-origin`): it reaches neither this page nor any storage. Safari
// holds that nothing is `'self'` to such a frame, and a host may send no CORS header; where the page cannot start for such a
// reason, it gets the origin that it comes from.

const PAGE = new URL("./index.html", import.meta.url);
/** What the frame's only message says it is: `{type, id, height}`. */
const TYPE = "iam-policy-playground";
/** Heights in pixels: before the frame has told one, and the most and least that it gets. */
const [FIRST_HEIGHT, LEAST, MOST] = [320, 64, 10_000];
/** The frame says something before it is loaded; how long it may take to be heard, in milliseconds. */
const SILENCE = 3_000;
/** The version of the saved form that the page reads. */
const VERSION = 1;

let count = 0;

/** The part of a link that holds a workspace: `v2/LENGTH/DATA`. */
async function encode(workspace) {
  const bytes = new TextEncoder().encode(JSON.stringify(workspace));
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream("deflate-raw"));
  const packed = new Uint8Array(await new Response(stream).arrayBuffer());
  const base64 = btoa(Array.from(packed, (byte) => String.fromCharCode(byte)).join(""));
  return `v2/${bytes.length}/${base64.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "")}`;
}

/** Text without the lines around it and without the indentation that all its lines share. */
function dedent(text) {
  const lines = text.replaceAll("\r\n", "\n").replace(/^(?:[ \t]*\n)+|\s+$/g, "").split("\n");
  const indents = lines.filter((line) => line.trim()).map((line) => line.search(/\S/));
  const shared = Math.min(...indents);
  return Number.isFinite(shared) ? lines.map((line) => line.slice(shared)).join("\n") : "";
}

class IamPolicy extends HTMLElement {
  static observedAttributes = ["fragment", "name", "type", "panels", "panel", "theme", "editable", "height"];

  #id = `iam-policy-${(count += 1)}`;
  #frame;
  #slot = document.createElement("slot");
  #heard = false;
  #observer = new MutationObserver(() => this.#show());
  #hear = ({ source, data }) => {
    const isOurs = source !== null && source === this.#frame.contentWindow;
    if (!isOurs || data?.type !== TYPE || data.id !== this.#id) {
      return;
    }
    this.#heard = true;
    // Before there is anything to show, there is nothing to fit.
    if (data.height >= LEAST && !this.hasAttribute("height")) {
      this.#frame.style.height = `${Math.min(data.height, MOST)}px`;
    }
  };

  constructor() {
    super();
    this.#frame = this.#newFrame("allow-scripts allow-popups");
    this.attachShadow({ mode: "open" }).append(this.#slot, this.#frame);
  }

  #newFrame(sandbox) {
    const frame = document.createElement("iframe");
    frame.setAttribute("sandbox", sandbox);
    frame.loading = "lazy";
    frame.referrerPolicy = "no-referrer";
    frame.style.cssText = `display: none; width: 100%; height: ${FIRST_HEIGHT}px; border: 0`;
    frame.addEventListener("load", () => setTimeout(() => this.#openUp(frame), SILENCE));
    return frame;
  }

  /** Gives a frame that was loaded and has not started the origin that it comes from. */
  #openUp(frame) {
    if (this.isConnected && !this.#heard && frame === this.#frame && frame.src) {
      this.#heard = true;
      this.#frame = this.#newFrame("allow-scripts allow-popups allow-same-origin");
      frame.replaceWith(this.#frame);
      this.#show();
    }
  }

  connectedCallback() {
    this.style.display ||= "block";
    addEventListener("message", this.#hear);
    this.#observer.observe(this, { childList: true, characterData: true, subtree: true });
    this.#show();
  }

  disconnectedCallback() {
    removeEventListener("message", this.#hear);
    this.#observer.disconnect();
  }

  attributeChangedCallback() {
    if (this.isConnected) {
      this.#show();
    }
  }

  async #show() {
    const shared = this.getAttribute("fragment") ?? (await encode(this.#workspace()));
    const parts = [shared.replace(/^#/, "").split("&")[0], "embed=1", `id=${this.#id}`];
    for (const name of ["panels", "panel", "theme"]) {
      if (this.hasAttribute(name)) {
        parts.push(`${name}=${this.getAttribute(name).replaceAll(/[^a-z,]/g, "")}`);
      }
    }
    if (this.hasAttribute("editable")) {
      parts.push("edit=1");
    }
    const height = Number(this.getAttribute("height"));
    if (height > 0) {
      this.#frame.style.height = `${height}px`;
    } else {
      parts.push("height=auto");
    }
    const address = `${PAGE}#${parts.join("&")}`;
    if (this.#frame.src !== address) {
      this.#frame.title = this.getAttribute("name") || "Policy";
      this.#frame.src = address;
      this.#frame.style.display = "block";
      this.#slot.style.display = "none";
    }
  }

  #workspace() {
    const [name, type] = [this.getAttribute("name") || "policy", this.getAttribute("type") || "auto"];
    return { version: VERSION, documents: [{ id: "1", name, type, text: dedent(this.textContent) }], active: "1" };
  }
}

customElements.define("iam-policy", IamPolicy);
