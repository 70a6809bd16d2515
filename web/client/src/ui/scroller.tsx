import { type ReactNode, useEffect, useRef, useState } from "react";

import { cx } from "./class-names";
import { Chevron } from "./icons";

interface ScrollerProps {
  label: string;
  /** The frame around what scrolls. */
  className?: string;
  /** The box that scrolls. */
  inner?: string;
  children: ReactNode;
}

interface Hidden {
  before: boolean;
  after: boolean;
}

/** A box whose content may be wider than the page. While it is, its edges say so and the keyboard can reach it to scroll. */
export function Scroller({ label, className = "", inner = "", children }: ScrollerProps) {
  const box = useRef<HTMLDivElement>(null);
  const [hidden, setHidden] = useState<Hidden>({ before: false, after: false });

  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const look = () => {
      const before = element.scrollLeft > 1;
      const after = element.scrollWidth - element.clientWidth - element.scrollLeft > 1;
      setHidden((known) => (known.before === before && known.after === after ? known : { before, after }));
    };
    const observer = new ResizeObserver(look);
    observer.observe(element);
    element.addEventListener("scroll", look, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener("scroll", look);
    };
  }, []);

  const overflows = hidden.before || hidden.after;
  return (
    <div className={cx("relative overflow-hidden", className)}>
      <div ref={box} className={cx("overflow-x-auto overscroll-x-contain", inner)} {...(overflows && { tabIndex: 0, role: "group", "aria-label": label })}>
        {children}
      </div>
      {hidden.before && <Edge side="before" />}
      {hidden.after && <Edge side="after" />}
    </div>
  );
}

/** The content goes on beyond this edge. */
function Edge({ side }: { side: keyof Hidden }) {
  const place = side === "after" ? "right-0 bg-linear-to-l justify-end" : "left-0 bg-linear-to-r justify-start";
  return (
    <span aria-hidden="true" data-testid={`more-${side}`} className={cx("pointer-events-none absolute inset-y-0 flex w-12 items-center from-[var(--fade,var(--sheet))] to-transparent text-blue print:hidden", place)}>
      <Chevron className={cx("mx-0.5 size-4", side === "before" && "rotate-180")} />
    </span>
  );
}
