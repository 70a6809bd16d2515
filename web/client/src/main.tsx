import { StrictMode } from "react";
import { createRoot } from "react-dom/client";

import { App } from "./app";
import { connect } from "./store";
import "./styles.css";

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no element #root");

connect();
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
