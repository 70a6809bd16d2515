import { type KeyboardEvent, type Ref, type SubmitEvent, useState } from "react";

import { send } from "../store";
import { cx } from "../ui/class-names";
import { ArrowUp } from "../ui/icons";

interface ComposerProps {
  label: string;
  placeholder: string;
  /** On the first screen the composer is the page; in the chat it is its last line. */
  large?: boolean;
  autoFocus?: boolean;
  ref?: Ref<HTMLTextAreaElement>;
}

/** The line to write in: Enter sends, Shift+Enter begins a new line. */
export function Composer({ label, placeholder, large = false, autoFocus = false, ref }: ComposerProps) {
  const [text, setText] = useState("");

  const submit = (event?: SubmitEvent) => {
    event?.preventDefault();
    const said = text.trim();
    if (!said) return;
    send({ type: "say", text: said });
    setText("");
  };
  const sendOnEnter = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    submit();
  };

  return (
    <form onSubmit={submit} className="flex items-end gap-2 rounded-2xl border border-edge/70 bg-sheet p-2 shadow-sm focus-within:border-blue focus-within:ring-1 focus-within:ring-blue">
      <textarea
        ref={ref}
        data-testid="composer"
        aria-label={label}
        placeholder={placeholder}
        value={text}
        rows={large ? 2 : 1}
        autoFocus={autoFocus}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={sendOnEnter}
        className={cx(
          "field-sizing-content max-h-48 min-w-0 flex-1 resize-none bg-transparent px-2 py-1.5 leading-relaxed outline-none placeholder:text-soft",
          large ? "min-h-16 text-lg" : "min-h-9 text-base",
        )}
      />
      <button
        type="submit"
        data-testid="send"
        aria-label="Send"
        disabled={text.trim() === ""}
        className="grid size-9 shrink-0 place-items-center rounded-xl bg-blue text-on-blue transition-opacity hover:brightness-110 disabled:opacity-40"
      >
        <ArrowUp className="size-5" />
      </button>
    </form>
  );
}
