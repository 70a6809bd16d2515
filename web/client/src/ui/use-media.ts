import { useSyncExternalStore } from "react";

/** Chat beside the document from here on; below, one column with tabs. Tailwind's `lg`. */
export const WIDE = "(min-width: 64rem)";

export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (notify) => {
      const list = matchMedia(query);
      list.addEventListener("change", notify);
      return () => list.removeEventListener("change", notify);
    },
    () => matchMedia(query).matches,
  );
}
