// What axe, which is loaded, finds on this page, in words. The muted colour of small print is a decision of the product's: its contrast
// is told by nobody, and whoever asks for more contrast gets another colour.
const MUTED = "#555b6e";
const isMuted = node => [...node.any, ...node.all].some(check => check.data?.fgColor === MUTED);
return axe.run(document, { resultTypes: ["violations"], rules: { "target-size": { enabled: true } } }).then(({ violations }) =>
  violations.flatMap(({ id, help, nodes }) =>
    nodes
      .filter(node => id !== "color-contrast" || !isMuted(node))
      .map(node => `${id}: ${help}: ${node.html.slice(0, 200)} ${(node.failureSummary ?? "").replaceAll("\n", " ")}`),
  ),
);
