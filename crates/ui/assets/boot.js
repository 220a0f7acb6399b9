// Starts the browser part. A module of our own, so that the page needs no inline script and the content policy no nonce.
// `cargo xtask ui` writes the hashed names of the other two files over the placeholders.

// Nothing of it takes part in the way to the first paint. A page that nobody looks at paints nothing and waits for nothing.
const painted = new Promise((go) => {
  if (document.hidden) go();
  const isContent = ({ name }) => name === "first-contentful-paint";
  new PerformanceObserver((list) => list.getEntries().some(isContent) && go()).observe({ type: "paint", buffered: true });
  document.addEventListener("visibilitychange", go, { once: true });
  setTimeout(go, 1_000);
});

await painted;
const wasm = fetch(new URL("./__WASM__", import.meta.url));
const { default: init, hydrate } = await import("./__GLUE__");
await init({ module_or_path: wasm });
// Whatever was pressed meanwhile has its turn before the page is taken over.
await new Promise((go) => setTimeout(go));
hydrate();
performance.mark("hydrated");
