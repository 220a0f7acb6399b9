// Starts the browser part. It stands in the page, where it costs no request; the content policy allows just this text, by its hash.
// `cargo xtask ui` writes the hashed names of the two files over the placeholders.

// Nothing of it takes part in the way to the first paint. A page that nobody looks at paints nothing and waits for nothing.
const painted = new Promise((go) => {
  if (document.hidden) go();
  const isContent = ({ name }) => name === "first-contentful-paint";
  new PerformanceObserver((list) => list.getEntries().some(isContent) && go()).observe({ type: "paint", buffered: true });
  document.addEventListener("visibilitychange", go, { once: true });
  setTimeout(go, 1_000);
});

await painted;
// Now pictures may come.
document.documentElement.removeAttribute("data-painting");
const wasm = fetch("/assets/__WASM__");
const { default: init, hydrate } = await import("/assets/__GLUE__");
await init({ module_or_path: wasm });
// Whatever was pressed meanwhile has its turn before the page is taken over.
await new Promise((go) => setTimeout(go));
await hydrate();
performance.mark("hydrated");
