import { useCallback, useState } from "react";

import { usePage } from "../store";
import { Button } from "../ui/button";
import { DecisionCard } from "./decision-card";

/** Every decision with its reasons and its ledger; another option can be pinned, and the design follows. */
export function Decisions() {
  const decisions = usePage((page) => page.decisions);
  const turned = usePage((page) => page.turned);
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());

  const toggle = useCallback((decision: string) => {
    setOpen((before) => {
      const after = new Set(before);
      if (!after.delete(decision)) after.add(decision);
      return after;
    });
  }, []);

  if (decisions.length === 0) return <p className="p-8 text-sm text-soft">No design yet. With the first one, each choice will stand here with its reasons and its rivals.</p>;
  const allOpen = decisions.every(({ decision }) => open.has(decision));
  return (
    <div className="scroll-gently relative h-full overflow-y-auto overscroll-contain">
      <div className="mx-auto max-w-3xl px-5 pt-6 pb-16 sm:px-8">
        <div className="flex items-center justify-between gap-4">
          <h2 className="font-serif text-2xl font-semibold tracking-tight">Decisions</h2>
          <Button look="quiet" onClick={() => setOpen(new Set(allOpen ? [] : decisions.map(({ decision }) => decision)))}>
            {allOpen ? "Close all" : "Open all"}
          </Button>
        </div>
        <p className="mt-1 mb-5 max-w-prose text-sm leading-relaxed text-soft">The option with the most points wins; on a tie, the simpler one. Pin another, and what speaks against it becomes a listed risk.</p>
        <ul className="space-y-2.5">
          {decisions.map((decision) => (
            <DecisionCard
              key={decision.decision}
              decision={decision}
              turned={turned.includes(decision.decision)}
              open={open.has(decision.decision)}
              onToggle={toggle}
            />
          ))}
        </ul>
      </div>
    </div>
  );
}
