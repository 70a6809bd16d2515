import { InlineMarkdown } from "../document/markdown";
import { send } from "../store";
import { cx } from "../ui/class-names";
import { PinIcon } from "../ui/icons";
import type { DecisionView, StandingView } from "../wire";

/** Every option with its points and the the evidence for and against; the ruled-out ones struck. */
export function Ledger({ decision }: { decision: DecisionView }) {
  const standings = decision.standings.toSorted((a, b) => rank(b) - rank(a));
  const points = standings.filter(({ excluded }) => !excluded).map((standing) => standing.points);
  const widest = Math.max(1, ...points.map(Math.abs));
  const hasLosses = points.some((amount) => amount < 0);
  return (
    <ul className="divide-y divide-rule">
      {standings.map((standing) => (
        <li key={standing.option} data-testid="option" data-option={standing.option} className="py-3">
          <div className="flex items-center gap-3">
            <p className={cx("min-w-0 flex-1 text-sm", standing.chosen && "font-semibold", standing.excluded && "text-soft line-through")}>{standing.title}</p>
            <PinButton decision={decision} standing={standing} />
          </div>
          {standing.excluded ? <p className="mt-1 text-xs text-red">ruled out</p> : <Bar points={standing.points} widest={widest} hasLosses={hasLosses} chosen={standing.chosen} />}
          {standing.reasons.length > 0 && (
            <ul className="mt-2 space-y-1 text-xs leading-relaxed text-soft">
              {standing.reasons.map((reason) => (
                <Reason key={reason} reason={reason} />
              ))}
            </ul>
          )}
        </li>
      ))}
    </ul>
  );
}

/** The chosen option, then the others by their points, then what is ruled out. */
function rank({ chosen, excluded, points }: StandingView): number {
  if (chosen) return Infinity;
  return excluded ? -Infinity : points;
}

interface BarProps {
  points: number;
  widest: number;
  hasLosses: boolean;
  chosen: boolean;
}

/** Points to the right of the zero line speak for an option, to the left against it. */
function Bar({ points, widest, hasLosses, chosen }: BarProps) {
  const width = (Math.abs(points) / widest) * (hasLosses ? 50 : 100);
  const left = !hasLosses ? 0 : points < 0 ? 50 - width : 50;
  return (
    <div className="mt-1.5 flex items-center gap-3">
      <div aria-hidden="true" className="relative h-1.5 flex-1 overflow-hidden rounded-full bg-well">
        <div className={cx("absolute inset-y-0 rounded-full", points < 0 ? "bg-red/70" : chosen ? "bg-blue" : "bg-edge")} style={{ left: `${left}%`, width: `${width}%` }} />
        {hasLosses && <div className="absolute inset-y-0 left-1/2 w-px bg-edge" />}
      </div>
      <p className="w-16 text-right text-xs text-soft tabular-nums">{inPoints(points)}</p>
    </div>
  );
}

export function inPoints(points: number): string {
  const amount = Number.isInteger(points) ? Math.abs(points).toString() : Math.abs(points).toFixed(1);
  return `${points < 0 ? "−" : ""}${amount} ${amount === "1" ? "point" : "points"}`;
}

/** '+3 because', '-2 because' and 'out: because' get their mark set apart from the words. */
function Reason({ reason }: { reason: string }) {
  const parts = /^([+−-]\s?[\d.]+|out):?\s+(.*)$/s.exec(reason);
  if (!parts) return <li className="pl-9">{reason}</li>;
  const [, mark = "", words = ""] = parts;
  return (
    <li className="flex gap-2">
      <span className={cx("w-7 shrink-0 text-right font-medium tabular-nums", mark.startsWith("+") ? "text-green" : "text-red")}>{mark.replace("-", "−")}</span>
      <span>
        <InlineMarkdown text={words} />
      </span>
    </li>
  );
}

function PinButton({ decision, standing }: { decision: DecisionView; standing: StandingView }) {
  const isPinned = decision.pinned && standing.chosen;
  const option = isPinned ? null : standing.option;
  return (
    <button
      type="button"
      data-testid="pin"
      data-option={standing.option}
      aria-pressed={isPinned}
      aria-label={`${isPinned ? "Unpin" : "Pin"} ${standing.title} for ${decision.title}`}
      onClick={() => send({ type: "pin", decision: decision.decision, option })}
      className={cx("inline-flex min-h-8 items-center gap-1 rounded-md px-2 text-xs", isPinned ? "bg-blue-wash font-medium text-blue" : "text-soft hover:bg-well hover:text-blue")}
    >
      <PinIcon className="size-3.5" />
      {isPinned ? "Unpin" : "Pin"}
    </button>
  );
}
