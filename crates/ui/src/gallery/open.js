// The gallery's pages do not come alive. This alone is done: the prompt stands in its field, and what opens is open.
const shown = JSON.parse(document.getElementById("gallery").textContent);
const prompt = document.getElementById("prompt");
if (prompt) prompt.value = shown.prompt;
const opened = shown.opens && document.querySelector(shown.opens);
if (opened) opened.showModal ? opened.showModal() : opened.showPopover();
document.documentElement.dataset.shown = "";
