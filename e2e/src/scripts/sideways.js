// What can be scrolled sideways, or stands beyond the screen's edge: `arguments[0]` is how wide the screen is.
const [width] = arguments;
const told = [];
const named = (element) => `<${element.localName} class="${element.getAttribute("class") ?? ""}">`;
if (innerWidth !== width) told.push(`the page is ${innerWidth} px wide in a screen of ${width}`);
for (const element of [document.documentElement, ...document.body.querySelectorAll("*")]) {
  const scrolls = element === document.documentElement || ["auto", "scroll"].includes(getComputedStyle(element).overflowX);
  if (scrolls && element.checkVisibility() && element.scrollWidth > element.clientWidth) {
    told.push(`${named(element)} is ${element.clientWidth} px wide and what is in it ${element.scrollWidth}`);
  }
}
return told;
