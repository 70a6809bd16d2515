import { useState } from "react";

import { InlineMarkdown } from "../document/markdown";
import { usePage } from "../store";
import { cx } from "../ui/class-names";
import { ArrowRight } from "../ui/icons";
import type { DecisionView, LaneView, Scaled } from "../wire";
import { ScaleChart } from "./chart";
import { distanceInWords, nearest, type Signpost, sizeInWords } from "./geometry";
import { ScaleTable } from "./table";

/** When the decisions would change: over the size of the system as a chart, and for every other number in words. */
export function Scale() {
  const scale = usePage((page) => page.scale);
  const decisions = usePage((page) => page.decisions);
  if (!scale) return <p className="p-8 text-sm text-soft">No design yet. With the first one, this shows at which size of the system each choice would turn.</p>;
  const turning = scale.lanes.filter(({ stretches }) => stretches.length > 1);
  const steady = scale.lanes.filter(({ stretches }) => stretches.length === 1);
  return (
    <div className="scroll-gently relative h-full overflow-y-auto overscroll-contain">
      <div className="mx-auto max-w-4xl px-5 pt-6 pb-20 sm:px-8">
        <h2 className="font-serif text-2xl font-semibold tracking-tight">When it would change</h2>
        <p className="mt-1 max-w-prose text-sm leading-relaxed text-soft">
          The same system, smaller to the left and larger to the right, with everything else as it is. Where a lane is cut, the decision turns to another option.
        </p>
        <div className="mt-5 grid gap-3 sm:grid-cols-2">
          <Sign title="If it shrinks" word="below" sign={nearest(scale.lanes, true)} scale={scale} />
          <Sign title="If it grows" word="above" sign={nearest(scale.lanes, false)} scale={scale} />
        </div>
        {turning.length > 0 && <Lanes scale={scale} lanes={turning} />}
        <Steady scale={scale} lanes={steady} />
        <Flips decisions={inOrder(decisions, scale.lanes)} />
      </div>
    </div>
  );
}

const SHOWN = 3;

/** The next change on the way up or down. */
function Sign({ title, word, sign, scale }: { title: string; word: string; sign: Signpost | null; scale: Scaled }) {
  const more = (sign?.turns.length ?? 0) - SHOWN;
  return (
    <section data-testid="signpost" className="rounded-xl border border-rule bg-sheet px-4 py-3.5">
      <h3 className="text-xs text-soft">{title}</h3>
      {sign ? (
        <>
          <p className="mt-0.5 font-semibold tabular-nums">
            First change {word} {sizeInWords(sign.size, scale.counted)}
          </p>
          <p className="text-xs text-soft">{distanceInWords(sign.factor)}</p>
          <ul className="mt-2 space-y-1 text-sm leading-snug">
            {sign.turns.slice(0, SHOWN).map(({ decision, becomes }) => (
              <li key={decision} className="flex gap-2">
                <ArrowRight className="mt-0.5 size-3.5 text-blue" />
                <span>
                  <span className="text-soft">{decision}:</span> {becomes}
                </span>
              </li>
            ))}
            {more > 0 && <li className="pl-5.5 text-soft">and {more} more</li>}
          </ul>
        </>
      ) : (
        <>
          <p className="mt-0.5 font-semibold">No decision turns</p>
          <p className="text-xs text-soft">
            as far as {word === "below" ? "down" : "up"} as {sizeInWords(scale.ticks.at(word === "below" ? 0 : -1)?.text ?? "", scale.counted)}
          </p>
        </>
      )}
    </section>
  );
}

function Lanes({ scale, lanes }: { scale: Scaled; lanes: readonly LaneView[] }) {
  const [asTable, setAsTable] = useState(false);
  return (
    <section aria-labelledby="by-size" className="mt-8">
      <div className="flex items-center justify-between gap-4">
        <h3 id="by-size" className="text-lg font-semibold tracking-tight">
          By size
        </h3>
        <div role="group" aria-label="Show as" className="flex rounded-lg border border-rule bg-well p-0.5 text-xs">
          {[false, true].map((table) => (
            <button
              key={String(table)}
              type="button"
              data-testid={table ? "as-table" : "as-chart"}
              aria-pressed={asTable === table}
              onClick={() => setAsTable(table)}
              className={cx("min-h-7 rounded-md px-3", asTable === table ? "bg-sheet font-medium shadow-sm" : "text-soft hover:text-ink")}
            >
              {table ? "Table" : "Chart"}
            </button>
          ))}
        </div>
      </div>
      <p className="mt-1 text-sm text-soft first-letter:uppercase">
        {scale.counted || "size"}
        {!asTable && ", on a logarithmic scale"}
      </p>
      {asTable ? <ScaleTable scale={scale} lanes={lanes} /> : <ScaleChart scale={scale} lanes={lanes} />}
    </section>
  );
}

function Steady({ scale, lanes }: { scale: Scaled; lanes: readonly LaneView[] }) {
  if (lanes.length === 0) return null;
  const first = scale.ticks.at(0)?.text ?? "";
  const last = sizeInWords(scale.ticks.at(-1)?.text ?? "", scale.counted);
  return (
    <section aria-labelledby="steady" data-testid="steady" className="mt-8">
      <h3 id="steady" className="text-lg font-semibold tracking-tight">
        The same at every size
      </h3>
      <p className="mt-1 text-sm text-soft">
        These do not change between {first} and {last}.
      </p>
      <ul className="mt-2 grid gap-x-8 sm:grid-cols-2">
        {lanes.map(({ decision, title, pinned, stretches }) => (
          <li key={decision} className="flex justify-between gap-4 border-t border-rule py-1.5 text-sm">
            <span className="text-soft">{title}</span>
            <span className="text-right">
              {stretches[0]?.title}
              {pinned && <span className="block text-xs text-blue">pinned by you</span>}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Flips({ decisions }: { decisions: readonly DecisionView[] }) {
  const moved = decisions.filter(({ would_change }) => would_change.length > 0);
  if (moved.length === 0) return null;
  return (
    <section aria-labelledby="by-fact" data-testid="flips" className="mt-8">
      <h3 id="by-fact" className="text-lg font-semibold tracking-tight">
        By any one fact
      </h3>
      <p className="mt-1 text-sm text-soft">The nearest values at which a single fact turns the decision, all others as they are.</p>
      <dl className="mt-3">
        {moved.map(({ decision, title, choice_title, would_change }) => (
          <div key={decision} className="border-t border-rule py-2.5 text-sm sm:grid sm:grid-cols-[14rem_minmax(0,1fr)] sm:gap-x-5">
            <dt>
              <span className="font-medium">{title}</span>
              <span className="block text-xs text-soft">{choice_title}</span>
            </dt>
            <dd className="mt-1 sm:mt-0">
              <ul className="space-y-1 leading-snug">
                {would_change.map((change) => (
                  <li key={change}>
                    <InlineMarkdown text={change} />
                  </li>
                ))}
              </ul>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** The decisions in the order of the lanes, so that both lists read alike. */
function inOrder(decisions: readonly DecisionView[], lanes: readonly LaneView[]): DecisionView[] {
  const rank = new Map(lanes.map(({ decision }, index) => [decision, index]));
  return decisions.toSorted((a, b) => (rank.get(a.decision) ?? lanes.length) - (rank.get(b.decision) ?? lanes.length));
}
