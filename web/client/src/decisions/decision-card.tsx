import { memo, useId } from "react";

import { InlineMarkdown } from "../document/markdown";
import { cx } from "../ui/class-names";
import { Chevron } from "../ui/icons";
import type { DecisionView } from "../wire";
import { inPoints, Ledger } from "./ledger";

interface DecisionCardProps {
  decision: DecisionView;
  turned: boolean;
  open: boolean;
  onToggle: (decision: string) => void;
}

export const DecisionCard = memo(function DecisionCard({ decision, turned, open, onToggle }: DecisionCardProps) {
  const body = useId();
  const chosen = decision.standings.find((standing) => standing.chosen);
  return (
    <li data-testid="decision" data-decision={decision.decision} data-choice={decision.choice} className="rounded-xl border border-rule bg-sheet">
      <h3>
        <button
          type="button"
          data-testid="decision-toggle"
          aria-expanded={open}
          aria-controls={body}
          onClick={() => onToggle(decision.decision)}
          className="flex w-full items-start gap-3 rounded-xl px-4 py-3.5 text-left"
        >
          <Chevron className={cx("mt-1 size-3.5 text-soft transition-transform", open && "rotate-90")} />
          <span className="min-w-0 flex-1">
            <span className="block text-xs text-soft">{decision.title}</span>
            <span className="mt-0.5 flex flex-wrap items-center gap-x-2 gap-y-1">
              <span data-testid="decision-choice" className="font-semibold">{decision.choice_title}</span>
              {decision.pinned && <Badge className="bg-blue-wash text-blue">pinned by you</Badge>}
              {turned && <Badge className="bg-blue-wash text-blue">changed</Badge>}
              {decision.unsatisfiable && <Badge className="bg-red-wash text-red">no option fits</Badge>}
            </span>
            {!open && decision.why[0] && <span className="mt-1 line-clamp-2 text-[0.8125rem] leading-relaxed text-soft"><InlineMarkdown text={decision.why[0]} /></span>}
          </span>
          {chosen && !chosen.excluded && <span className="mt-0.5 shrink-0 text-xs text-soft tabular-nums">{inPoints(chosen.points)}</span>}
        </button>
      </h3>
      <div id={body} hidden={!open} className="px-4 pb-3 pl-[2.6rem]">
        {open && <Body decision={decision} />}
      </div>
    </li>
  );
});

function Body({ decision }: { decision: DecisionView }) {
  return (
    <div className="space-y-4">
      {decision.question && <p className="font-serif text-[0.95rem] text-soft italic">{decision.question}</p>}
      {decision.unsatisfiable && (
        <p className="rounded-lg bg-red-wash px-3 py-2 text-sm text-red">Every option is ruled out in this case. The one shown breaks the fewest rules; relax a fact to find one that fits.</p>
      )}
      <Reasons title="Why" items={decision.why} />
      <Reasons title="Given up" items={decision.given_up} />
      <Reasons title="What would change it" items={decision.would_change} />
      {decision.standings.length > 0 && (
        <div>
          <h4 className={CAPTION}>Options</h4>
          <Ledger decision={decision} />
        </div>
      )}
    </div>
  );
}

const CAPTION = "text-xs font-semibold text-soft";

function Reasons({ title, items }: { title: string; items: readonly string[] }) {
  if (items.length === 0) return null;
  return (
    <div>
      <h4 className={CAPTION}>{title}</h4>
      <ul className="mt-1 list-disc space-y-1 pl-4 text-sm leading-relaxed marker:text-edge">
        {items.map((item) => (
          <li key={item}>
            <InlineMarkdown text={item} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function Badge({ className, children }: { className: string; children: string }) {
  return <span className={cx("rounded-full px-2 py-0.5 text-[0.6875rem] leading-4 font-medium", className)}>{children}</span>;
}
