import { useRef } from "react";

import type { Outgoing } from "../connection";
import type { View } from "../navigation";
import { send, usePage } from "../store";
import { Button } from "../ui/button";
import { ArrowDown, ArrowRight } from "../ui/icons";
import { Composer } from "./composer";
import { Message, Spoken } from "./message";
import { QuestionCard } from "./question-card";
import { useFollow } from "./use-follow";

interface ChatProps {
  onShow: (view: View) => void;
  /** On a phone the design is behind a tab: the chat says when there is something to read, and leads there. */
  alone: boolean;
}

export function Chat({ onShow, alone }: ChatProps) {
  const lines = usePage((page) => page.lines);
  const question = usePage((page) => page.question);
  const waiting = usePage((page) => page.waiting);
  const isHistory = usePage((page) => page.seen < page.newest);
  const box = useRef<HTMLDivElement>(null);
  const composer = useRef<HTMLTextAreaElement>(null);
  const { behind, catchUp } = useFollow(box);

  const design = () => {
    send({ type: "generate" });
    onShow("design");
  };

  return (
    <div className="flex h-full min-h-0 flex-col">
      <div className="relative min-h-0 flex-1">
        <div ref={box} role="log" aria-label="Conversation" aria-live={isHistory ? "off" : "polite"} className="relative h-full overflow-y-auto overscroll-contain">
          <ol className="mx-auto max-w-2xl space-y-5 px-5 py-6">
            {lines.map((line) => (
              <Message key={line.seq} line={line} />
            ))}
            {waiting.map((message, index) => message.type === "say" && <Spoken key={`${index}-${message.text}`} text={message.text} waiting />)}
            {alone && <DesignLine onShow={() => onShow("design")} />}
          </ol>
        </div>
        {behind && (
          <Button onClick={catchUp} className="absolute bottom-2 left-1/2 -translate-x-1/2 shadow-md">
            <ArrowDown className="size-3.5" /> Newest
          </Button>
        )}
      </div>
      <div className="mx-auto w-full max-w-2xl px-3 pb-3 sm:px-5 sm:pb-4">
        <div aria-live="polite">{question && <QuestionCard key={question.fact} question={question} onAnsweredByKey={() => composer.current?.focus()} />}</div>
        <Composer
          ref={composer}
          label={question ? `Answer: ${question.ask}` : "Message"}
          placeholder={question ? "Answer in your own words, or say anything else" : "Add a fact, change one, or ask why"}
        />
        <div className="mt-2 flex items-center justify-between gap-3">
          <Button data-testid="just-design" onClick={design} look={question ? "secondary" : "quiet"}>
            Just design it
          </Button>
          <p className="text-xs text-soft">{unsent(waiting)}</p>
        </div>
      </div>
    </div>
  );
}

/** Edits that wait are not lines of the conversation, but they are not forgotten either. */
function unsent(waiting: readonly Outgoing[]): string {
  const edits = waiting.filter(({ type }) => type !== "say").length;
  if (edits === 0) return "";
  return edits === 1 ? "1 change waits for the connection" : `${edits} changes wait for the connection`;
}

function DesignLine({ onShow }: { onShow: () => void }) {
  const design = usePage((page) => page.design);
  if (!design) return null;
  return (
    <li>
      <button type="button" onClick={onShow} className="flex w-full items-center gap-3 rounded-xl border border-rule bg-sheet px-4 py-3 text-left text-sm hover:border-blue">
        <span className="min-w-0 flex-1">
          <span className="block truncate font-medium">{design.title}</span>
          <span className="block text-xs text-soft">{design.failed !== null ? "The design could not be finished" : design.done ? "The design is ready" : `Writing, ${design.arrived.length} of 11 sections`}</span>
        </span>
        <ArrowRight className="text-blue" />
      </button>
    </li>
  );
}
