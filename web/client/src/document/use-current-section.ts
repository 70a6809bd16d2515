import { type RefObject, useEffect, useState } from "react";

/** The number of the section at the top of the reader's view. */
export function useCurrentSection(scroller: RefObject<HTMLElement | null>, sections: readonly unknown[]): number | null {
  const [current, setCurrent] = useState<number | null>(null);

  useEffect(() => {
    const root = scroller.current;
    if (!root) return;
    const inView = new Set<number>();
    const observer = new IntersectionObserver(
      (entries) => {
        for (const { target, isIntersecting } of entries) {
          const number = Number((target as HTMLElement).dataset.section);
          if (isIntersecting) inView.add(number);
          else inView.delete(number);
        }
        setCurrent(inView.size === 0 ? null : Math.min(...inView));
      },
      { root, rootMargin: "-15% 0px -60% 0px" },
    );
    for (const element of root.querySelectorAll("[data-section]")) observer.observe(element);
    return () => observer.disconnect();
  }, [scroller, sections]);

  return current;
}
