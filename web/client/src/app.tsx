import { Header } from "./header";
import { Notices } from "./notices";
import { Start } from "./start";
import { usePage } from "./store";
import { Workspace } from "./workspace";

export function App() {
  const started = usePage((page) => page.lines.length > 0 || page.design !== null || page.waiting.length > 0);
  return (
    <div className="flex h-dvh flex-col print:block print:h-auto">
      <Header started={started} />
      <Notices />
      <div className="min-h-0 flex-1">{started ? <Workspace /> : <Start />}</div>
    </div>
  );
}
