import { cx } from "../ui/class-names";
import type { LaneView, Scaled } from "../wire";
import { axisOf, percent, position } from "./geometry";
import { Track } from "./track";

interface ChartProps {
  scale: Scaled;
  lanes: readonly LaneView[];
}

const ROW = "@2xl:grid @2xl:grid-cols-[11.5rem_minmax(0,1fr)] @2xl:gap-x-5";

/** Decisions as lanes over the size of the system; today's size runs through all of them. */
export function ScaleChart({ scale, lanes }: ChartProps) {
  return (
    <div data-testid="scale-chart" className="@container">
      <div aria-hidden="true" className={cx(ROW, "sticky top-0 z-30 -mx-2 bg-paper/95 px-2 pt-3 pb-2 backdrop-blur")}>
        <div className="@2xl:col-start-2">
          <Ticks scale={scale} />
        </div>
      </div>
      <ul className="pt-2">
        {lanes.map((lane) => (
          <li key={lane.decision} data-testid="lane" data-decision={lane.decision} className={cx(ROW, "py-1.5")}>
            <div className="mb-1 flex items-baseline justify-between gap-3 @2xl:mb-0 @2xl:block @2xl:pt-0.5 @2xl:text-right">
              <h4 className="max-w-[75%] shrink-0 text-balance @2xl:max-w-none text-[0.8125rem] leading-tight font-medium">{lane.title}</h4>
              <p className="min-w-0 truncate text-right text-xs leading-snug text-soft @2xl:mt-0.5 @2xl:line-clamp-2 @2xl:text-balance @2xl:whitespace-normal">{lane.stretches.find(({ now }) => now)?.title}</p>
            </div>
            <Track lane={lane} scale={scale} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function Ticks({ scale }: { scale: Scaled }) {
  const axis = axisOf(scale);
  return (
    <div className="relative h-6 text-[0.6875rem] whitespace-nowrap text-soft tabular-nums sm:text-xs">
      {scale.ticks.map(({ factor, text }, index) => {
        const isEdge = index === 0 ? "" : index === scale.ticks.length - 1 ? "-translate-x-full" : "-translate-x-1/2";
        const isNow = factor === 1;
        return (
          <span
            key={factor}
            style={{ left: percent(position(factor, axis)) }}
            className={cx("absolute top-0 leading-6", isEdge, isNow && "z-10 rounded-full bg-ink px-2.5 font-medium text-paper")}
          >
            {isNow && scale.counted ? `${text} now` : text}
          </span>
        );
      })}
    </div>
  );
}
