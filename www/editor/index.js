// The code editor of the page: CodeMirror 6 in a shadow root, driven from Rust.
//
// All positions are UTF-16 offsets, CodeMirror's own; the Rust side (crates/code-editor) converts them.
// Text is only ever set as text: nothing here writes HTML. The bundle of this file is made by `cargo xtask`.

import { closeCompletion } from "@codemirror/autocomplete";
import { isolateHistory } from "@codemirror/commands";
import { setDiagnostics } from "@codemirror/lint";
import { Annotation, Compartment, EditorState, Transaction } from "@codemirror/state";
import { closeHoverTooltips, EditorView } from "@codemirror/view";
import { completion, Diagnostics, hover, Hover, Completions } from "./providers.js";
import { closeQuickFixes, openQuickFixes } from "./quick-fixes.js";
import { basics } from "./setup.js";

export { Completions, Diagnostics, Hover };

/** Marks a transaction that carries text the owner already knows: it is not reported back. */
const outside = Annotation.define();

/** Documents whose state (undo history, folds, selection) is kept while another one is shown. */
const KEPT_DOCUMENTS = 50;

/**
 * An editor inside `host`'s shadow root.
 *
 * The callbacks: `onChange(text)` after every change that a person or `edit` made, `onCursor(offset)` when the cursor
 * moved, `onAction(diagnostic, action)` when a quick fix was chosen (both are indices), `hoverAt(offset) → Hover |
 * undefined`, `completeAt(offset) → Completions | undefined`.
 */
export class Editor {
  constructor(host, onChange, onCursor, onAction, hoverAt, completeAt) {
    this.onChange = onChange;
    this.onCursor = onCursor;
    this.onAction = onAction;
    this.hoverAt = hoverAt;
    this.completeAt = completeAt;
    this.documents = new Map();
    this.documentId = "";
    this.readOnly = false;
    this.label = "";
    this.settings = new Compartment();
    const root = host.shadowRoot ?? host.attachShadow({ mode: "open" });
    const parent = document.createElement("div");
    parent.className = "editor";
    root.append(parent);
    this.parent = parent;
    this.view = new EditorView({ parent, root, state: this.newState("") });
    // A shadow root without sized children has no height of its own: follow the host's.
    parent.style.height = "100%";
  }

  newState(text) {
    return EditorState.create({
      doc: text,
      extensions: [
        basics(),
        hover((offset) => this.hoverAt(offset)),
        completion((offset) => this.completeAt(offset)),
        this.settings.of(this.currentSettings()),
        EditorView.updateListener.of((update) => this.updated(update)),
      ],
    });
  }

  currentSettings() {
    // Editable text takes the focus anyhow; the attribute says so to tools that look for it.
    const attributes = { "aria-label": this.label, tabindex: "0" };
    if (this.readOnly) {
      attributes["aria-readonly"] = "true";
    }
    return [EditorState.readOnly.of(this.readOnly), EditorView.contentAttributes.of(attributes)];
  }

  updated(update) {
    if (update.docChanged && !update.transactions.some((transaction) => transaction.annotation(outside))) {
      this.onChange(this.text());
    }
    if (update.docChanged || update.selectionSet) {
      this.onCursor(update.state.selection.main.head);
    }
  }

  /** The whole text, lines joined by LF. */
  text() {
    return this.view.state.sliceDoc();
  }

  /** Shows another document: its kept state with its undo history, or a new one holding `text`. */
  open(documentId, text) {
    if (this.documentId !== "") {
      // Boxes belong to a place in the text that is left.
      closeCompletion(this.view);
      this.view.dispatch({ effects: [closeHoverTooltips, closeQuickFixes.of(null)] });
      this.documents.delete(this.documentId);
      this.documents.set(this.documentId, this.view.state);
      if (this.documents.size > KEPT_DOCUMENTS) {
        this.documents.delete(this.documents.keys().next().value);
      }
    }
    const kept = this.documents.get(documentId);
    this.documents.delete(documentId);
    this.documentId = documentId;
    this.view.setState(kept ?? this.newState(text));
    this.configure(this.label, this.readOnly);
  }

  /** Replaces a range by text that comes from outside; undo steps over it, the cursor stays where it can. */
  replace(from, to, insert) {
    this.view.dispatch({
      changes: { from, to, insert },
      annotations: [outside.of(true), isolateHistory.of("full")],
    });
  }

  /** Applies edits of a fix as one undo step, and reports the change. */
  edit(froms, tos, inserts) {
    const changes = inserts.map((insert, index) => ({ from: froms[index], to: tos[index], insert }));
    this.view.dispatch({
      changes,
      annotations: [Transaction.userEvent.of("input.fix"), isolateHistory.of("full")],
      effects: closeQuickFixes.of(null),
      scrollIntoView: true,
    });
  }

  /** Inserts the first choice of a list, and takes the focus. */
  insert(list) {
    list.options[0]?.apply(this.view, list.options[0]);
    this.view.focus();
  }

  /** Selects a range, brings it into view and takes the focus. */
  select(from, to) {
    const length = this.view.state.doc.length;
    this.view.dispatch({
      selection: { anchor: Math.min(from, length), head: Math.min(to, length) },
      effects: EditorView.scrollIntoView(Math.min(from, length), { y: "center" }),
    });
    this.view.focus();
  }

  /** Shows a list of diagnostics in place of the one before. */
  show(diagnostics) {
    const list = diagnostics.forDocument(this.view.state.doc.length, (diagnostic, action) =>
      this.onAction(diagnostic, action),
    );
    this.view.dispatch(setDiagnostics(this.view.state, list));
  }

  /** Sets the accessible name and whether the text can be changed. */
  configure(label, readOnly) {
    this.label = label;
    this.readOnly = readOnly;
    this.view.dispatch({ effects: this.settings.reconfigure(this.currentSettings()) });
  }

  focus() {
    this.view.focus();
  }

  /** Opens the list of quick fixes at the cursor, as Ctrl-. does; false when there is none. */
  openQuickFixes() {
    return openQuickFixes(this.view);
  }

  destroy() {
    this.view.destroy();
    this.parent.remove();
  }
}
