// Clicks on drawn charts, and on the buttons of their twin tables, become one message {figure, pick}.
// A mark's customdata and a button's data-pick hold the same list: the filter that the click means.

function render({ model, el }) {
  const home = () => el.closest(".audit-root");
  const within = (node) => node instanceof Element && home()?.contains(node);
  const heard = new WeakSet();
  const unfolded = new Set();
  let focused = null;

  const send = (figure, pick) => {
    if (Array.isArray(pick)) model.send({ figure, pick });
  };

  const listen = (plot) => {
    if (heard.has(plot) || typeof plot.on !== "function") return;
    heard.add(plot);
    plot.on("plotly_click", (event) => {
      const point = event?.points?.[0];
      send(plot.layout?.meta?.id ?? "", point?.customdata);
    });
    const name = model.get("names")[plot.layout?.meta?.id];
    if (name) {
      plot.setAttribute("role", "img");
      plot.setAttribute("aria-label", name);
    }
  };

  // A twin table that is redrawn stays unfolded, and its pressed button keeps the focus.
  const restore = () => {
    for (const twin of home().querySelectorAll("details[data-alt]")) {
      if (unfolded.has(twin.dataset.alt)) twin.open = true;
    }
    if (focused && document.activeElement === document.body) {
      const button = [...home().querySelectorAll("[data-pick]")].find((b) => b.dataset.pick === focused);
      button?.focus({ preventScroll: true });
    }
  };

  let due = 0;
  const look = () => {
    due = 0;
    if (!home()) return;
    home().querySelectorAll(".js-plotly-plot").forEach(listen);
    restore();
  };
  const soon = () => {
    if (!due) due = requestAnimationFrame(look);
  };

  const onClick = (event) => {
    const button = event.target instanceof Element && event.target.closest("[data-pick]");
    if (!button || !within(button)) return;
    focused = button.dataset.pick;
    send(button.closest("[data-alt]")?.dataset.alt ?? "", JSON.parse(focused));
  };
  const onToggle = (event) => {
    const twin = event.target;
    if (!within(twin) || !twin.dataset.alt) return;
    if (twin.open) unfolded.add(twin.dataset.alt);
    else unfolded.delete(twin.dataset.alt);
  };
  const onFocus = (event) => {
    if (within(event.target) && !event.target.closest("[data-pick]")) focused = null;
  };
  const speak = () => {
    const language = model.get("language");
    home()?.setAttribute("lang", language);
    home()?.setAttribute("data-lm-suppress-shortcuts", "true"); // JupyterLab would take j and k for itself
    if (model.get("page_title")) {
      home()?.setAttribute("role", "main");
      document.documentElement.lang = language;
      document.title = model.get("page_title");
    }
  };

  const watcher = new MutationObserver(soon);
  watcher.observe(document.body, { childList: true, subtree: true });
  document.addEventListener("click", onClick);
  document.addEventListener("toggle", onToggle, true);
  document.addEventListener("focusin", onFocus);
  model.on("change:language change:page_title", speak);
  // The charts of a page wait for this: what is there already is painted first.
  const greet = () => {
    if (!home()?.offsetParent && !home()?.offsetHeight) setTimeout(greet, 50);
    else requestAnimationFrame(() => setTimeout(() => model.send({ hello: true }), 0));
  };
  requestAnimationFrame(speak);
  soon();
  greet();

  return () => {
    watcher.disconnect();
    document.removeEventListener("click", onClick);
    document.removeEventListener("toggle", onToggle, true);
    document.removeEventListener("focusin", onFocus);
  };
}

export default { render };
