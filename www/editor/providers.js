// What Rust hands over about a place in the text (diagnostics, hovers, completions), and how CodeMirror shows it.

import { autocompletion } from "@codemirror/autocomplete";
import { hoverTooltip } from "@codemirror/view";

/** A list of diagnostics under construction. */
export class Diagnostics {
  constructor() {
    this.list = [];
  }

  /** Adds one: a UTF-16 range, "error" | "warning" | "info" | "hint", texts, and the titles of its quick fixes. */
  push(from, to, severity, message, source, titles) {
    this.list.push({ from, to, severity, message, source, titles });
  }

  /** CodeMirror's form, clamped to the document; `choose(diagnostic, action)` is called with both indices. */
  forDocument(length, choose) {
    return this.list.map(({ from, to, severity, message, source, titles }, index) => ({
      from: Math.min(from, length),
      to: Math.min(Math.max(from, to), length),
      severity,
      message,
      source,
      actions: titles.map((title, action) => ({ name: title, apply: () => choose(index, action) })),
    }));
  }
}

/** What a hover says: a title and lines of text under it. */
export class Hover {
  constructor(from, to, title, lines) {
    this.from = from;
    this.to = to;
    this.title = title;
    this.lines = lines;
  }
}

/** A list of completions under construction, for the UTF-16 range that they replace. */
export class Completions {
  constructor(from, to) {
    this.from = from;
    this.to = to;
    this.options = [];
  }

  /** Adds one; `info` is shown beside the list, `apply` is inserted; empty texts are left out. */
  push(label, detail, info, apply) {
    this.options.push({
      label,
      detail: detail || undefined,
      info: info || undefined,
      apply: apply || undefined,
    });
  }
}

/** Hovers from `hoverAt(offset)`. */
export function hover(hoverAt) {
  return hoverTooltip((_view, offset) => {
    const found = hoverAt(offset);
    if (!found) {
      return null;
    }
    return { pos: found.from, end: found.to, above: true, create: () => ({ dom: hoverElement(found) }) };
  });
}

function hoverElement({ title, lines }) {
  const element = document.createElement("div");
  element.className = "hover";
  const heading = document.createElement("strong");
  heading.textContent = title;
  element.append(heading);
  for (const line of lines) {
    const paragraph = document.createElement("p");
    paragraph.textContent = line;
    element.append(paragraph);
  }
  return element;
}

/** Completions from `completeAt(offset, explicit)`. */
export function completion(completeAt) {
  const source = (context) => {
    const found = completeAt(context.pos, context.explicit);
    if (!found) {
      return null;
    }
    return { from: found.from, to: found.to, options: found.options };
  };
  return autocompletion({ override: [source], icons: false });
}
