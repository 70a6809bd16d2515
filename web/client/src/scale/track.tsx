import { useEffect, useRef, useState } from "react";

import { cx } from "../ui/class-names";
import { useWidth } from "../ui/use-width";
import type { LaneView, Scaled, StretchView } from "../wire";
import { type Axis, axisOf, distanceInWords, percent, position, type Stand, stands, type Turn, turnInWords, turnsOf } from "./geometry";

interface TrackProps {
  lane: LaneView;
  scale: Scaled;
}

interface Active {
  index: number;
  /** The words stand above the lane: below it the panel ends. */
  above: boolean;
}

const USUAL_WIDTH = 560;
const TIP_WIDTH = 248;
const SMALLEST_LABEL = 40;

/** One decision over the size of the system: its stretches, today's size, and the points where it turns. */
export function Track({ lane, scale }: TrackProps) {
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box, USUAL_WIDTH);
  const [active, setActive] = useState<Active | null>(null);
  const axis = axisOf(scale);
  const turns = turnsOf(lane);
  const points = turns.map(({ factor }) => position(factor, axis) * width);
  const places = stands(points, turns.map(({ size }) => size), width);
  const now = lane.stretches.find((stretch) => stretch.now);
  const shown = active === null ? undefined : turns[active.index];
  useDismissedElsewhere(box, active !== null, () => setActive(null));

  return (
    <div ref={box} data-testid="track" className="relative min-h-12">
      <div aria-hidden="true" className="absolute -inset-y-1.5 inset-x-0">
        {scale.ticks.map(({ factor }) => factor !== 1 && <i key={factor} style={{ left: percent(position(factor, axis)) }} className="absolute inset-y-0 w-px bg-rule/70" />)}
      </div>
      <ol aria-label={`${lane.title} by size`}>
        {lane.stretches.map((stretch) => (
          <Stretch key={stretch.low} stretch={stretch} axis={axis} />
        ))}
      </ol>
      <i aria-hidden="true" style={{ left: percent(position(1, axis)) }} className="absolute -inset-y-1.5 w-0.5 -translate-x-1/2 bg-ink" />
      {lane.stretches.map((stretch) => (
        <Label key={stretch.low} stretch={stretch} axis={axis} width={width} />
      ))}
      {turns.map((turn, index) => (
        <Point
          key={turn.factor}
          turn={turn}
          title={lane.title}
          counted={scale.counted}
          left={position(turn.factor, axis)}
          stand={places[index] ?? "none"}
          active={index === active?.index}
          onActive={(on) => setActive((before) => (on ? { index, above: !hasRoomBelow(box.current) } : before?.index === index ? null : before))}
        />
      ))}
      {shown && active && (
        <p
          data-testid="turn-tip"
          aria-hidden="true"
          style={{ width: TIP_WIDTH, left: Math.max(0, Math.min((points[active.index] ?? 0) - TIP_WIDTH / 2, width - TIP_WIDTH)) }}
          className={cx("absolute z-20 max-w-full rounded-lg bg-ink px-3 py-2 text-[0.8125rem] leading-snug text-paper shadow-lg", active.above ? "bottom-[calc(100%+0.25rem)]" : "top-12")}
        >
          <span className="block font-medium first-letter:uppercase">{turnInWords(shown, scale.counted)}</span>
          <span className="mt-0.5 block text-xs opacity-80">
            {distanceInWords(shown.factor)}
            {now && `; now ${now.title}`}
          </span>
        </p>
      )}
    </div>
  );
}

const TIP_HEIGHT = 84;

function hasRoomBelow(lane: HTMLElement | null): boolean {
  const panel = lane?.closest(".overflow-y-auto");
  if (!lane || !panel) return true;
  return panel.getBoundingClientRect().bottom - lane.getBoundingClientRect().bottom > TIP_HEIGHT;
}

function Stretch({ stretch, axis }: { stretch: StretchView; axis: Axis }) {
  const left = position(stretch.low, axis);
  return (
    <li
      data-testid="stretch"
      data-option={stretch.option}
      data-now={stretch.now ? "" : undefined}
      title={`${stretch.title}: ${stretch.low_text} to ${stretch.high_text}`}
      style={{ left: percent(left), width: `calc(${percent(position(stretch.high, axis) - left)} - 2px)` }}
      className={cx("absolute top-0 ml-px h-7 rounded-[5px] border", looks(stretch))}
    >
      <span className="sr-only">
        {stretch.title}, from {stretch.low_text} to {stretch.high_text}
        {stretch.now && ", which holds today"}
      </span>
    </li>
  );
}

function looks({ now, option }: StretchView): string {
  if (now) return "border-blue/55 bg-blue-wash";
  return option ? "border-rule bg-well" : "border-dashed border-edge/50";
}

/** The option's title in its stretch; where today's size cuts it, on the roomier side. */
function Label({ stretch, axis, width }: { stretch: StretchView; axis: Axis; width: number }) {
  let [from, to] = [position(stretch.low, axis), position(stretch.high, axis)];
  if (stretch.now) {
    const today = position(1, axis);
    if (today - from > to - today) to = today;
    else from = today;
  }
  if ((to - from) * width < SMALLEST_LABEL) return null;
  return (
    <span
      aria-hidden="true"
      style={{ left: percent(from), width: percent(to - from) }}
      className={cx("pointer-events-none absolute top-0 h-7 truncate px-2.5 text-xs leading-7", stretch.now ? "font-semibold text-blue" : "text-soft")}
    >
      {stretch.title}
    </span>
  );
}

interface PointProps {
  turn: Turn;
  title: string;
  counted: string;
  left: number;
  stand: Stand;
  active: boolean;
  onActive: (on: boolean) => void;
}

const STANDS: Record<Stand, string> = { middle: "left-1/2 -translate-x-1/2", end: "right-1/2", start: "left-1/2", none: "hidden" };

function Point({ turn, title, counted, left, stand, active, onActive }: PointProps) {
  return (
    <button
      type="button"
      data-testid="turn"
      aria-label={`${title}: ${turnInWords(turn, counted)}`}
      style={{ left: percent(left) }}
      onPointerEnter={() => onActive(true)}
      onPointerLeave={({ pointerType }) => pointerType !== "touch" && onActive(false)}
      onFocus={() => onActive(true)}
      onBlur={() => onActive(false)}
      onClick={() => onActive(true)}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.stopPropagation();
        onActive(false);
      }}
      className="group absolute top-0 h-12 w-6 -translate-x-1/2"
    >
      <span aria-hidden="true" className={cx("absolute top-[0.5625rem] left-1/2 size-2.5 -translate-x-1/2 rotate-45 border-[1.5px] border-ink transition-colors group-hover:bg-ink", active ? "bg-ink" : "bg-sheet")} />
      <span aria-hidden="true" className={cx("absolute top-[1.875rem] bg-(--ground,var(--paper)) px-0.5 text-[0.6875rem] leading-4 whitespace-nowrap tabular-nums", STANDS[stand], active ? "text-ink" : "text-soft")}>
        {turn.size}
      </span>
    </button>
  );
}

/** A tap elsewhere puts the words away: a finger neither leaves nor, on every phone, takes the focus along. */
function useDismissedElsewhere(box: React.RefObject<HTMLElement | null>, open: boolean, dismiss: () => void): void {
  useEffect(() => {
    if (!open) return;
    const look = ({ target }: PointerEvent) => {
      if (target instanceof Node && box.current?.contains(target) !== true) dismiss();
    };
    document.addEventListener("pointerdown", look);
    return () => document.removeEventListener("pointerdown", look);
  });
}
