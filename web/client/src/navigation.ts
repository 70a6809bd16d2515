/** The five places of the page. Where there is room the chat always shows, and the others share the space beside it. */
export type View = "chat" | "design" | "facts" | "decisions" | "scale";
