import { Scroller } from "../ui/scroller";
import { cx } from "../ui/class-names";
import type { LaneView, Scaled } from "../wire";

/** The chart as a table: the same stretches, to be read out or copied. */
export function ScaleTable({ scale, lanes }: { scale: Scaled; lanes: readonly LaneView[] }) {
  return (
    <Scroller label="Choices by size" className="my-4 rounded-lg border border-rule bg-sheet">
      <table data-testid="scale-table" className="w-full text-left text-sm tabular-nums">
        <caption className="sr-only">The choice of each decision by the size of the system in {scale.counted || "times today’s size"}</caption>
        <thead className="bg-well text-xs text-soft">
          <tr>
            {["Decision", "Choice", "From", "To"].map((name) => (
              <th key={name} scope="col" className="px-2.5 sm:px-3.5 py-2 font-semibold">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        {lanes.map((lane) => (
          <tbody key={lane.decision} className="border-t border-rule">
            {lane.stretches.map((stretch, index) => (
              <tr key={stretch.low} className={cx(stretch.now && "bg-blue-wash font-medium")}>
                {index === 0 && (
                  <th scope="rowgroup" rowSpan={lane.stretches.length} className="bg-sheet px-2.5 sm:px-3.5 py-1.5 align-top font-medium">
                    {lane.title}
                  </th>
                )}
                <td className="px-2.5 sm:px-3.5 py-1.5">
                  {stretch.title}
                  {stretch.now && <span className="ml-2 text-xs text-blue">now</span>}
                </td>
                <td className="px-2.5 sm:px-3.5 py-1.5 whitespace-nowrap">{stretch.low_text}</td>
                <td className="px-2.5 sm:px-3.5 py-1.5 whitespace-nowrap">{stretch.high_text}</td>
              </tr>
            ))}
          </tbody>
        ))}
      </table>
    </Scroller>
  );
}
