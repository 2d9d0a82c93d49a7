// The look: every colour is a CSS variable of the page (inherited by the shadow root), so light, dark and a team's own
// branding need no script. The values after the commas are what a page without variables gets.

import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

const colours = HighlightStyle.define([
  { tag: tags.propertyName, color: "var(--editor-key, #0b5394)" },
  { tag: tags.string, color: "var(--editor-string, #1a6b34)" },
  { tag: tags.number, color: "var(--editor-number, #8a3b00)" },
  { tag: [tags.bool, tags.null], color: "var(--editor-keyword, #7a2a8c)" },
  { tag: [tags.separator, tags.punctuation, tags.bracket], color: "var(--editor-punctuation, #4a5460)" },
]);

const text = "var(--editor-text, #1c2430)";
const ground = "var(--editor-ground, #ffffff)";
const panel = "var(--editor-panel, #f3f5f8)";
const border = "1px solid var(--editor-border, #c6ccd6)";
const accent = "var(--editor-accent, #0b5394)";

const theme = EditorView.theme({
  "&": { color: text, backgroundColor: ground, height: "100%", fontSize: "var(--editor-font-size, 14px)" },
  "&.cm-focused": { outline: `2px solid ${accent}`, outlineOffset: "-2px" },
  ".cm-scroller": { fontFamily: "var(--editor-font, ui-monospace, SFMono-Regular, Menlo, Consolas, monospace)", lineHeight: "1.55" },
  ".cm-content": { caretColor: text },
  "@media (prefers-reduced-motion: reduce)": { ".cm-scroller > .cm-cursorLayer": { animation: "none !important" } },
  "&.cm-focused .cm-cursor, .cm-cursor": { borderLeftColor: text },
  ".cm-gutters": { color: "var(--editor-gutter, #5b6572)", backgroundColor: panel, borderRight: border },
  ".cm-activeLine": { backgroundColor: "var(--editor-active-line, #0b53940d)" },
  ".cm-activeLineGutter": { color: text, backgroundColor: "var(--editor-active-line, #0b53941a)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground, ::selection": {
    background: "var(--editor-selection, #b9d6f5)",
  },
  "&.cm-focused .cm-matchingBracket": { backgroundColor: "var(--editor-match, #d7ead9)", outline: border },
  ".cm-selectionMatch": { backgroundColor: "var(--editor-match, #d7ead9)" },
  ".cm-searchMatch": { backgroundColor: "var(--editor-search, #fbe7a1)", outline: border },
  ".cm-foldPlaceholder": { color: text, backgroundColor: panel, border, padding: "0 4px" },
  ".cm-foldGutter .cm-gutterElement": { cursor: "pointer", minWidth: "16px", textAlign: "center" },
  ".cm-panels": { color: text, backgroundColor: panel },
  ".cm-panels.cm-panels-top": { borderBottom: border },
  ".cm-panels.cm-panels-bottom": { borderTop: border },
  ".cm-textfield": { color: text, backgroundColor: ground, border, minHeight: "24px", fontSize: "inherit" },
  ".cm-button": { color: text, backgroundColor: ground, backgroundImage: "none", border, minHeight: "24px", fontSize: "inherit" },
  ".cm-panel.cm-search [name=close]": { color: text, fontSize: "18px", minWidth: "24px", minHeight: "24px" },
  ".cm-panel.cm-search label": { display: "inline-flex", alignItems: "center", gap: "4px", minHeight: "24px", fontSize: "inherit" },
  ".cm-panel.cm-search input[type=checkbox]": { width: "18px", height: "18px", margin: "0" },
  ".cm-tooltip": { color: text, backgroundColor: panel, border, borderRadius: "4px", maxWidth: "min(60ch, 90vw)" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "inherit", maxHeight: "16em" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: "3px 8px", lineHeight: "1.4" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]": { color: "var(--editor-accent-text, #ffffff)", backgroundColor: accent },
  ".cm-tooltip.cm-completionInfo": { padding: "6px 10px", maxWidth: "min(44ch, 90vw)" },
  ".cm-tooltip.cm-completionInfo p": { margin: "0" },
  "@media (max-width: 600px)": { ".cm-tooltip.cm-completionInfo": { display: "none" } },
  ".cm-completionMatchedText": { textDecoration: "none", fontWeight: "700" },
  ".cm-snippetField": { backgroundColor: "var(--editor-match, #d7ead9)" },
  ".cm-snippetFieldPosition": { borderLeft: `2px solid ${accent}` },
  ".cm-completionDetail": { fontStyle: "normal", opacity: "0.85" },
  ".cm-diagnostic": { padding: "6px 8px", whiteSpace: "pre-wrap" },
  ".cm-diagnosticAction": { color: "var(--editor-accent-text, #ffffff)", backgroundColor: accent, minHeight: "24px", borderRadius: "4px", margin: "4px 8px 0 0" },
  ".cm-diagnosticSource": { opacity: "0.85" },
  ".cm-panel.cm-panel-lint ul [aria-selected]": { color: text, backgroundColor: "var(--editor-match, #d7ead9)" },
  ".hover": { padding: "6px 10px" },
  ".hover p": { margin: "4px 0 0" },
  code: { fontFamily: "var(--editor-font, ui-monospace, SFMono-Regular, Menlo, Consolas, monospace)", fontSize: "0.95em" },
  ".quick-fixes": { display: "flex", flexDirection: "column", padding: "4px" },
  ".quick-fixes button": {
    font: "inherit",
    color: text,
    background: "transparent",
    border: "none",
    borderRadius: "3px",
    minHeight: "28px",
    padding: "4px 10px",
    textAlign: "start",
    cursor: "pointer",
  },
  ".quick-fixes button:focus, .quick-fixes button:hover": { color: "var(--editor-accent-text, #ffffff)", backgroundColor: accent, outline: "none" },
});

/** Colours and shapes of the editor. */
export function look() {
  return [theme, syntaxHighlighting(colours)];
}
