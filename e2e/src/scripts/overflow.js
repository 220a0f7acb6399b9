// What does not fit into `arguments[0]`: parts that stand out of it, and text that is cut off or stands out of its button or link.
const [box] = arguments;
const told = [];
const named = (element) => `<${element.localName} class="${element.getAttribute("class") ?? ""}"> "${element.textContent.trim()}"`;
const standsOut = (inner, outer) =>
  inner.left < outer.left - 0.5 || inner.right > outer.right + 0.5 || inner.top < outer.top - 0.5 || inner.bottom > outer.bottom + 0.5;
const shown = [...box.querySelectorAll("*")].filter(
  (element) => element.checkVisibility() && !element.closest("[popover]") && !element.closest("option, optgroup"),
);
for (const element of shown) {
  if (standsOut(element.getBoundingClientRect(), box.getBoundingClientRect())) told.push(`${named(element)} stands out`);
  // The closed select shows the beginning of a long name; opened it shows all of it, and assistive technology reads it from there.
  const isShortened = element.closest("[aria-hidden], select, svg");
  if (!isShortened && element.scrollWidth > element.clientWidth && element.clientWidth > 0) {
    told.push(`${named(element)} is cut off: it needs ${element.scrollWidth} px and has ${element.clientWidth}`);
  }
  const around = (element.closest("a, button") ?? box).getBoundingClientRect();
  for (const text of element.childNodes) {
    if (isShortened || text.nodeType !== Node.TEXT_NODE || !text.data.trim()) continue;
    const range = document.createRange();
    range.selectNodeContents(text);
    if ([...range.getClientRects()].some((line) => standsOut(line, around))) told.push(`the text of ${named(element)} stands out`);
  }
}
return [...new Set(told)];
