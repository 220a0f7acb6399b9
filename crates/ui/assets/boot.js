// Starts the browser part. A module of our own, so that the page needs no inline script and the content policy no nonce.
// `cargo xtask ui` writes the hashed names of the other two files over the placeholders.
import init, { hydrate } from "./__GLUE__";

await init({ module_or_path: new URL("./__WASM__", import.meta.url) });
hydrate();
performance.mark("hydrated");
