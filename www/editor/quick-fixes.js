// Ctrl-. (Cmd-. on a Mac): a menu of the fixes at the cursor, for the keyboard and for screen readers.

import { forEachDiagnostic } from "@codemirror/lint";
import { StateEffect, StateField } from "@codemirror/state";
import { EditorView, keymap, showTooltip } from "@codemirror/view";

const open = StateEffect.define();

/** Closes the menu. */
export const closeQuickFixes = StateEffect.define();

const menu = StateField.define({
  create: () => null,
  update(value, transaction) {
    for (const effect of transaction.effects) {
      if (effect.is(open)) {
        return tooltip(effect.value);
      }
      if (effect.is(closeQuickFixes)) {
        return null;
      }
    }
    return transaction.docChanged || transaction.selection ? null : value;
  },
  provide: (field) => showTooltip.from(field),
});

function tooltip({ position, fixes }) {
  return { pos: position, above: false, create: (view) => menuView(view, fixes) };
}

function menuView(view, fixes) {
  const dom = document.createElement("div");
  dom.className = "quick-fixes";
  dom.setAttribute("role", "menu");
  dom.setAttribute("aria-label", "Quick fixes");
  const items = fixes.map((fix) => menuItem(fix, () => choose(view, fix)));
  dom.append(...items);
  dom.addEventListener("keydown", (event) => moved(view, items, event));
  dom.addEventListener("focusout", (event) => {
    if (!dom.contains(event.relatedTarget) && view.state.field(menu, false)) {
      view.dispatch({ effects: closeQuickFixes.of(null) });
    }
  });
  return { dom, mount: () => items[0]?.focus({ preventScroll: true }) };
}

function menuItem(fix, run) {
  const item = document.createElement("button");
  item.type = "button";
  item.setAttribute("role", "menuitem");
  item.tabIndex = -1;
  item.textContent = fix.title;
  item.addEventListener("click", run);
  return item;
}

function close(view) {
  view.focus();
  if (view.state.field(menu, false)) {
    view.dispatch({ effects: closeQuickFixes.of(null) });
  }
}

function choose(view, fix) {
  close(view);
  fix.apply(view);
}

function moved(view, items, event) {
  const current = items.indexOf(event.target);
  const last = items.length - 1;
  const next = { ArrowDown: current === last ? 0 : current + 1, ArrowUp: current <= 0 ? last : current - 1, Home: 0, End: last }[event.key];
  if (next !== undefined) {
    items[next]?.focus();
  } else if (event.key === "Escape" || event.key === "Tab") {
    close(view);
  } else {
    return;
  }
  event.preventDefault();
  event.stopPropagation();
}

/** The fixes of the diagnostics that touch the selection; failing that, of those on its line. */
function fixesAt(state) {
  const { from, to } = state.selection.main;
  const line = state.doc.lineAt(to);
  const touching = [];
  const onLine = [];
  forEachDiagnostic(state, (diagnostic, start, end) => {
    const fixes = (diagnostic.actions ?? []).map(({ name, apply }) => ({ title: name, apply: (view) => apply(view, start, end) }));
    if (start <= to && end >= from) {
      touching.push(...fixes);
    } else if (start <= line.to && end >= line.from) {
      onLine.push(...fixes);
    }
  });
  return touching.length > 0 ? touching : onLine;
}

/** Opens the menu at the cursor. A screen reader is told when there is nothing to choose. */
export function openQuickFixes(view) {
  const fixes = view.state.readOnly ? [] : fixesAt(view.state);
  if (fixes.length === 0) {
    view.dispatch({ effects: EditorView.announce.of("No quick fix here") });
    return true;
  }
  view.dispatch({ effects: open.of({ position: view.state.selection.main.head, fixes }) });
  return true;
}

/** The menu and its keys. */
export function quickFixes() {
  return [
    menu,
    keymap.of([
      { key: "Mod-.", run: openQuickFixes, preventDefault: true },
      { key: "Ctrl-.", run: openQuickFixes, preventDefault: true },
    ]),
  ];
}
