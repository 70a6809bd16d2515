import { type MouseEvent, useId, useState } from "react";

import type { Outgoing } from "../connection";
import { send } from "../store";
import { Button } from "../ui/button";
import { Chevron } from "../ui/icons";
import type { QuestionView } from "../wire";

interface QuestionCardProps {
  question: QuestionView;
  /** The card goes away with its answer: somebody at the keyboard needs another place to be. */
  onAnsweredByKey: () => void;
}

/** The open question. A typed answer goes into the composer right below it. */
export function QuestionCard({ question, onAnsweredByKey }: QuestionCardProps) {
  const [explained, setExplained] = useState(false);
  const why = useId();
  const hasReason = question.why !== "" || question.help !== "";

  const answer = (message: Outgoing) => (event: MouseEvent) => {
    send(message);
    const byKey = event.detail === 0;
    if (byKey) onAnsweredByKey();
  };

  return (
    <section data-testid="question" data-fact={question.fact} aria-label="Question" className="arrive mb-2.5 max-h-[50dvh] overflow-y-auto rounded-2xl border border-rule bg-sheet p-4 shadow-sm">
      <p className="font-serif text-[1.06rem] leading-snug font-semibold text-balance">{question.ask}</p>
      {question.replies.length > 0 && (
        <ul aria-label="Quick replies" className="mt-3 flex flex-wrap gap-1.5">
          {question.replies.map(({ label, value }) => (
            <li key={label}>
              <Button data-testid="quick-reply" onClick={answer({ type: "set_fact", fact: question.fact, value })} className="tabular-nums">
                {label}
              </Button>
            </li>
          ))}
        </ul>
      )}
      <div className="mt-2.5 -mb-1 flex flex-wrap items-center gap-x-1">
        {hasReason && (
          <Button look="quiet" data-testid="why-ask" aria-expanded={explained} aria-controls={why} onClick={() => setExplained(!explained)} className="-ml-2 px-2 text-[0.8125rem]">
            <Chevron className={`size-3 transition-transform ${explained ? "rotate-90" : ""}`} />
            Why do you ask?
          </Button>
        )}
        <Button look="quiet" data-testid="skip" onClick={answer({ type: "skip" })} className="px-2 text-[0.8125rem]">
          Skip
        </Button>
        {question.assumed && <p className="text-xs text-soft">then assumed: {question.assumed}</p>}
      </div>
      <div id={why} hidden={!explained} className="mt-2 space-y-1.5 border-t border-rule pt-2.5 text-[0.8125rem] leading-relaxed">
        {question.why && <p>{question.why}</p>}
        {question.help && <p className="text-soft">{question.help}</p>}
      </div>
    </section>
  );
}
