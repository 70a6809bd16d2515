import type { Design } from "../state";

/** What the last edit or pin changed, above the document. */
export function Changes({ design }: { design: Design }) {
  if (!design.done || (design.baseline.size === 0 && design.changed.length === 0)) return null;
  const rewritten = design.sections.filter((section) => section.before !== null).map((section) => section.number);
  const isSame = rewritten.length === 0 && design.changed.length === 0;
  return (
    <aside aria-label="Changed since the last design" data-testid="changes" className="arrive mb-8 rounded-xl bg-blue-wash px-4 py-3 text-sm leading-relaxed">
      <p className="font-medium text-blue">{isSame ? "Nothing changed since the last design" : "Changed since the last design"}</p>
      {design.changed.length > 0 && (
        <ul className="mt-1 list-disc space-y-0.5 pl-5 marker:text-edge">
          {design.changed.map((change) => (
            <li key={change}>{change}</li>
          ))}
        </ul>
      )}
      {rewritten.length > 0 && design.changed.length === 0 && <p className="mt-1">Every decision stands; numbers moved.</p>}
      {rewritten.length > 0 && (
        <p className="mt-1 text-soft">
          Sections with a change:{" "}
          {rewritten.map((number, index) => (
            <span key={number}>
              {index > 0 && ", "}
              <a href={`#section-${number}`} className="text-blue underline underline-offset-2">
                {number}
              </a>
            </span>
          ))}
        </p>
      )}
    </aside>
  );
}
