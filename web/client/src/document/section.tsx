import { memo } from "react";

import type { Section } from "../state";
import { SectionMarkdown } from "./markdown";
import { sectionAnchor, withoutNumber } from "./outline";

/** One section of the document. An unchanged section keeps its identity in the state, so others arriving do not render it again. */
export const SectionView = memo(function SectionView({ section }: { section: Section }) {
  const anchor = sectionAnchor(section.number);
  const title = withoutNumber(section.title);
  return (
    <section
      data-testid="section"
      data-section={section.number}
      data-changed-section={section.before === null ? undefined : ""}
      aria-labelledby={anchor}
      className="arrive border-t border-rule pt-10 pb-12 first:border-t-0 first:pt-2"
    >
      <h2 id={anchor} tabIndex={-1} className="relative mb-6 scroll-mt-16 outline-none font-serif text-[1.7rem] leading-tight font-semibold tracking-tight text-balance">
        <span className="mr-3 font-normal text-soft tabular-nums">{section.number}</span>
        {title}
        {section.before !== null && (
          <span className="ml-3 inline-block rounded-full bg-blue-wash px-2.5 py-0.5 align-middle font-sans text-xs font-medium tracking-normal text-blue">changed</span>
        )}
      </h2>
      <SectionMarkdown title={title} anchor={anchor} markdown={section.markdown} before={section.before} />
    </section>
  );
});
