// What Rust hands over about a place in the text (diagnostics, hovers, completions), and how CodeMirror shows it.

import {
  autocompletion,
  clearSnippet,
  nextSnippetField,
  pickedCompletion,
  prevSnippetField,
  snippet,
  snippetKeymap,
  startCompletion,
} from "@codemirror/autocomplete";
import { isolateHistory } from "@codemirror/commands";
import { Transaction } from "@codemirror/state";
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

/** A list of completions under construction: the UTF-16 range of the word, the range that a choice replaces, and where
 * it inserts a comma besides (before that range) or `undefined`. */
export class Completions {
  constructor(from, to, replacedFrom, replacedTo, commaAt) {
    Object.assign(this, { from, to, replacedFrom, replacedTo, commaAt });
    this.options = [];
  }

  /** Adds one; `info` is shown beside the list; `template` is a snippet of CodeMirror's form. */
  push(label, detail, info, template, goesOn) {
    this.options.push({
      label,
      detail: detail || undefined,
      info: info ? () => proseElement("p", info) : undefined,
      apply: (view, option) => this.insert(view, option, template, goesOn),
    });
  }

  /** Puts a choice into the text, its comma with it, as one undo step; lists what there is to choose next. */
  insert(view, option, template, goesOn) {
    const { commaAt, replacedFrom, replacedTo } = this;
    const first = view.state.update({ changes: commaAt === undefined ? [] : { from: commaAt, insert: "," } });
    const state = first.state;
    const shift = state.doc.length - view.state.doc.length;
    const dispatch = (inserted) =>
      view.dispatch({
        changes: first.changes.compose(inserted.changes),
        selection: inserted.selection,
        effects: inserted.effects,
        annotations: [pickedCompletion.of(option), isolateHistory.of("full"), Transaction.userEvent.of("input.complete")],
        scrollIntoView: true,
      });
    let [from, to, text] = [replacedFrom + shift, replacedTo + shift, template];
    const replaced = state.sliceDoc(from, to);
    // Quotes that are there stay, so that a place that is being filled in stays known by what is between them.
    if (/^"[^]*"$/.test(replaced) && text.startsWith('"')) {
      [from, text] = [from + 1, text.slice(1)];
      if (text.endsWith('"')) {
        [to, text] = [to - 1, text.slice(0, -1)];
      }
    }
    snippet(text)({ state, dispatch }, option, from, to);
    if (goesOn) {
      startCompletion(view);
    }
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
  element.append(proseElement("strong", title), ...lines.map((line) => proseElement("p", line)));
  return element;
}

/** A sentence with what stands in backticks as code. */
function proseElement(tag, text) {
  const element = document.createElement(tag);
  text.split("`").forEach((part, index) => {
    const piece = index % 2 === 1 ? document.createElement("code") : document.createTextNode("");
    piece.textContent = part;
    element.append(piece);
  });
  return element;
}

/** Completions from `completeAt(offset)`, ranked there, and Tab between the places that a choice leaves to fill in. */
export function completion(completeAt) {
  const source = ({ pos, state, explicit }) => {
    // A word that is selected is about to be replaced: it is not what the list is for.
    const found = completeAt(state.selection.main.empty ? pos : state.selection.main.from);
    if (!found || !(explicit || found.from < pos || /"$|\$\{$/.test(state.sliceDoc(Math.max(0, pos - 2), pos)))) {
      return null;
    }
    const { from, to, options } = found;
    return { from, to: Math.max(to, pos), options, filter: false, getMatch: matched(state.sliceDoc(from, pos)) };
  };
  return [
    autocompletion({ override: [source], icons: false, maxRenderedOptions: 60 }),
    snippetKeymap.of([
      { key: "Tab", run: nextStop, shift: prevSnippetField },
      { key: "Escape", run: clearSnippet },
    ]),
  ];
}

/** Goes to the next place to fill in, and lists what can be written where it is empty. */
function nextStop(view) {
  return nextSnippetField(view) && (!view.state.selection.main.empty || startCompletion(view) || true);
}

/** Which letters of a label the written ones are: together if they are, else one after the other. */
function matched(written) {
  const letters = written.toLowerCase();
  return ({ label }) => {
    const name = label.toLowerCase();
    const at = name.indexOf(letters);
    if (letters === "" || at >= 0) {
      return letters === "" ? [] : [at, at + letters.length];
    }
    const ranges = [];
    let from = 0;
    for (const letter of letters) {
      const place = name.indexOf(letter, from);
      if (place < 0) {
        return [];
      }
      ranges.push(place, place + 1);
      from = place + 1;
    }
    return ranges;
  };
}
