import { memo, useId } from "react";

import { InlineMarkdown } from "../document/markdown";
import { sizeInWords } from "../scale/geometry";
import { Track } from "../scale/track";
import { usePage } from "../store";
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
      <Risks decision={decision} />
      <Reasons title="Why" items={decision.why} />
      <Reasons title="Trade-offs" items={decision.given_up} />
      <WouldChange decision={decision} />
      {decision.standings.length > 0 && (
        <div>
          <h4 className={CAPTION}>Options</h4>
          <Ledger decision={decision} />
        </div>
      )}
    </div>
  );
}

/** What speaks against a choice that the rules did not make, and what it takes to live with it. */
function Risks({ decision }: { decision: DecisionView }) {
  if (decision.risks.length === 0) return null;
  return (
    <div data-testid="risks" className="rounded-lg bg-amber-wash px-3.5 py-2.5">
      <h4 className="text-xs font-semibold text-amber">{decision.pinned ? "Risks of your choice" : "Risks of this choice"}</h4>
      <ul className="mt-1 list-disc space-y-1 pl-4 text-sm leading-relaxed marker:text-edge">
        {decision.risks.map(({ text, measures }) => (
          <li key={text}>
            <InlineMarkdown text={text} />
            {measures.length > 0 && (
              <span className="block text-[0.8125rem] text-soft">
                Mitigation: <InlineMarkdown text={measures.join("; ")} />
              </span>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** The sizes at which it turns, and the nearest value of any one fact that turns it. */
function WouldChange({ decision }: { decision: DecisionView }) {
  const scale = usePage((page) => page.scale);
  const lane = scale?.lanes.find((candidate) => candidate.decision === decision.decision);
  if (!lane && decision.would_change.length === 0) return null;
  return (
    <div>
      <h4 className={CAPTION}>Revisit if</h4>
      {scale && lane && lane.stretches.length > 1 && (
        <div className="mt-3 [--ground:var(--sheet)]">
          <Track lane={lane} scale={scale} />
          <p className="mt-2.5 text-xs text-soft">
            From {scale.ticks[0]?.text} to {sizeInWords(scale.ticks.at(-1)?.text ?? "", scale.counted)}; the line is today, {scale.now}.
          </p>
        </div>
      )}
      <List items={decision.would_change} />
      {decision.would_change.length === 0 && <p className="mt-1 text-sm">{decision.pinned ? "Nothing: you pinned it." : "No single fact, moved anywhere in its range."}</p>}
    </div>
  );
}

const CAPTION = "text-xs font-semibold text-soft";

function Reasons({ title, items }: { title: string; items: readonly string[] }) {
  if (items.length === 0) return null;
  return (
    <div>
      <h4 className={CAPTION}>{title}</h4>
      <List items={items} />
    </div>
  );
}

function List({ items }: { items: readonly string[] }) {
  if (items.length === 0) return null;
  return (
    <ul className="mt-1 list-disc space-y-1 pl-4 text-sm leading-relaxed marker:text-edge">
      {items.map((item) => (
        <li key={item}>
          <InlineMarkdown text={item} />
        </li>
      ))}
    </ul>
  );
}

function Badge({ className, children }: { className: string; children: string }) {
  return <span className={cx("rounded-full px-2 py-0.5 text-[0.6875rem] leading-4 font-medium", className)}>{children}</span>;
}
