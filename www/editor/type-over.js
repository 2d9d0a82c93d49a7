// Typing over a selection. Left to Chromium, it keeps the replaced text's colour by a style attribute, which the content
// security policy refuses with an error in the console; so the selection is replaced here.

import { EditorView } from "@codemirror/view";

/** Replaces a selection by what is typed, asking the handlers that CodeMirror asks (closing brackets, say). */
export function typeOver() {
  return EditorView.domEventHandlers({
    beforeinput(event, view) {
      const { main } = view.state.selection;
      const isPlain = event.inputType === "insertText" && event.cancelable && !event.isComposing && !view.composing;
      if (!isPlain || main.empty || !event.data || view.state.readOnly) {
        return false;
      }
      const insert = () =>
        view.state.update(view.state.replaceSelection(event.data), { userEvent: "input.type", scrollIntoView: true });
      const handlers = view.state.facet(EditorView.inputHandler);
      if (!handlers.some((handler) => handler(view, main.from, main.to, event.data, insert))) {
        view.dispatch(insert());
      }
      event.preventDefault();
      return true;
    },
  });
}
