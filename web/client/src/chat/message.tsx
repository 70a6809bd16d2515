import { memo } from "react";

import { ChatMarkdown } from "../document/markdown";
import type { Line } from "../state";
import { cx } from "../ui/class-names";
import { Understood } from "./understood";

export const Message = memo(function Message({ line }: { line: Line }) {
  if (line.who === "person") return <Spoken text={line.text} />;
  return (
    <li data-testid="message" data-who="groundplan" data-tone={line.tone} className={cx(line.tone === "problem" && "rounded-r-lg border-l-3 border-amber bg-amber-wash py-2.5 pr-3 pl-3.5")}>
      <span className="sr-only">{line.tone === "problem" ? "Groundplan sees a problem: " : "Groundplan: "}</span>
      {line.tone === "understood" ? <Understood line={line} /> : <ChatMarkdown text={line.text} />}
    </li>
  );
});

/** The person's own words, as they were written. While there is no connection they wait. */
export function Spoken({ text, waiting = false }: { text: string; waiting?: boolean }) {
  return (
    <li data-testid="message" data-who="person" className="flex flex-col items-end">
      <span className="sr-only">You: </span>
      <p className={cx("max-w-[88%] rounded-2xl rounded-br-md bg-blue-wash px-3.5 py-2 text-[0.9375rem] leading-relaxed break-words whitespace-pre-wrap", waiting && "opacity-60")}>{text}</p>
      {waiting && <p className="mt-1 text-xs text-soft">waits for the connection</p>}
    </li>
  );
}
