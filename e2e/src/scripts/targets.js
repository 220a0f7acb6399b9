// What can be pressed and is smaller than `arguments[0]` px in either direction, or cannot be pressed at all because something lies
// over it. What counts is where a press arrives, which may be more than what is drawn. Controls that the browser draws itself, as
// those of a clip, are its own.
const [least] = arguments;
const ACTIVE = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]:not([tabindex='-1'])";
const named = (element) =>
  `${element.localName} "${element.getAttribute("aria-label") ?? element.labels?.[0]?.textContent ?? element.textContent.trim()}"`;
const told = [];
const root = document.querySelector("dialog[open], :popover-open") ?? document.body;
for (const element of root.querySelectorAll(ACTIVE)) {
  if (!element.checkVisibility({ visibilityProperty: true })) continue;
  element.scrollIntoView({ block: "center", inline: "nearest", behavior: "instant" });
  const box = element.getBoundingClientRect();
  const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
  const arrives = (across, down) => {
    const hit = document.elementFromPoint(across, down);
    return hit !== null && (hit === element || element.contains(hit));
  };
  if (!arrives(x, y)) {
    const over = document.elementFromPoint(x, y);
    told.push(`${named(element)} cannot be pressed: ${over ? named(over) : "nothing"} is there`);
    continue;
  }
  const reach = (dx, dy) => {
    let far = 0;
    while (far < least && arrives(x + dx * (far + 1), y + dy * (far + 1))) far += 1;
    return far;
  };
  const across = Math.max(box.width, reach(-1, 0) + reach(1, 0) + 1);
  const down = Math.max(box.height, reach(0, -1) + reach(0, 1) + 1);
  if (Math.min(across, down) < least) told.push(`${named(element)} is ${across} × ${down} px`);
}
scrollTo(0, 0);
return told;
