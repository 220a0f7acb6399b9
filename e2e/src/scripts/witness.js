// What a tab sees from its first moment on: its event streams, every value of the pill, and when the page says that it is reconnecting.
// It runs before the page's own scripts. Times are the machine's own, so that tabs and the journey can be compared.
if (window === window.top && !window.witness) {
  const streams = [];
  const witness = { made: 0, lost: [], opened: [], pill: [], said: [] };
  window.witness = () => ({ ...witness, open: streams.filter(stream => stream.readyState === EventSource.OPEN).length });

  window.EventSource = class extends window.EventSource {
    constructor(...parameters) {
      super(...parameters);
      witness.made += 1;
      streams.push(this);
      this.addEventListener('open', () => witness.opened.push(Date.now()));
      this.addEventListener('error', () => witness.lost.push(Date.now()));
    }
  };

  const isPill = element => element.matches('a[aria-label$="view billing"], a.pill');
  const note = (list, value) => {
    if (value !== null && list.at(-1)?.value !== value) list.push({ at: Date.now(), value });
  };
  const look = changes => {
    // What was there before each change was seen too, however soon it went.
    for (const { type, target, oldValue } of changes) if (type === 'attributes' && isPill(target)) note(witness.pill, oldValue);
    const pill = document.querySelector('a[aria-label$="view billing"]');
    if (pill) note(witness.pill, pill.getAttribute('aria-label'));
    const main = document.querySelector('main');
    if (main) note(witness.said, main.innerText.includes('Reconnecting…'));
  };
  const what = { subtree: true, childList: true, characterData: true, attributes: true, attributeOldValue: true, attributeFilter: ['aria-label'] };
  new MutationObserver(look).observe(document, what);
}
