/**
 * What the page does in a browser: one view at a time, filters, and a choice of the environment. Without it every view
 * is shown in full.
 */

function all<E extends Element>(selector: string, within: ParentNode = document): E[] {
  return Array.from(within.querySelectorAll<E>(selector));
}

/** Shows the view of the address, and within it what the address names. */
function show(): void {
  const id = decodeURIComponent(location.hash.slice(1));
  const target = document.getElementById(id);
  const views = all<HTMLElement>(".view");
  const view = target?.closest<HTMLElement>(".view") ?? views.find((one) => !one.hidden) ?? views[0];
  for (const one of views) one.hidden = one !== view;
  for (const link of all<HTMLAnchorElement>("nav a")) {
    if (link.hash === `#${view?.id ?? ""}`) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  if (target) reveal(target, view);
  centreDrawings();
}

/** A drawing that is wider than the page begins with its middle, where the internet is, until it is scrolled. */
function centreDrawings(): void {
  for (const region of all<HTMLElement>(".drawing .scroll")) {
    if (region.scrollLeft === 0) region.scrollLeft = (region.scrollWidth - region.clientWidth) / 2;
  }
}

function reveal(target: HTMLElement, view: HTMLElement | undefined): void {
  const panel = target.closest<HTMLElement>("[data-panel]");
  if (panel) choose(panel);
  const entry = target.closest<HTMLElement>("[data-entry]");
  if (entry?.hidden === true) clear(entry.dataset.entry ?? "");
  const details = target.querySelector("details");
  if (details && target.dataset.entry !== undefined) details.open = true;
  if (target === view) scrollTo(0, 0);
  else target.scrollIntoView({ block: "start" });
}

/** Shows one panel among those for the same thing. */
function choose(panel: HTMLElement): void {
  const of = panel.dataset.panel ?? "";
  const panels = all<HTMLElement>(`[data-panel="${of}"]`);
  for (const one of panels) one.hidden = one !== panel;
  const select = document.querySelector<HTMLSelectElement>(`[data-picker="${of}"] select`);
  if (select) select.selectedIndex = panels.indexOf(panel);
  centreDrawings();
}

function startPickers(): void {
  for (const picker of all<HTMLFormElement>("[data-picker]")) {
    picker.hidden = false;
    const panels = all<HTMLElement>(`[data-panel="${picker.dataset.picker ?? ""}"]`);
    const update = (index: number): void => {
      const panel = panels[index];
      if (panel) choose(panel);
    };
    picker.addEventListener("change", (event) => {
      if (event.target instanceof HTMLSelectElement) update(event.target.selectedIndex);
    });
    update(0);
  }
}

function startFilters(): void {
  for (const form of all<HTMLFormElement>("[data-filters]")) {
    form.hidden = false;
    form.addEventListener("input", () => {
      filter(form);
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
    });
    filter(form);
  }
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element && event.target.closest<HTMLElement>("[data-set-framework]");
    if (link) set("controls", { framework: link.dataset.setFramework ?? "", outcome: link.dataset.setOutcome ?? "" });
  });
}

/** Hides the entries that a form's values leave out, and groups without entries; says how many are left. */
function filter(form: HTMLFormElement): void {
  const of = form.dataset.filters ?? "";
  const { text = "", ...values } = Object.fromEntries(controlsOf(form).map(({ name, value }) => [name, value]));
  const words = text.toLowerCase().split(/\s+/);
  const entries = all<HTMLElement>(`[data-entry="${of}"]`);
  for (const entry of entries) entry.hidden = !matches(entry, values, words);
  for (const group of all<HTMLElement>(`[data-group="${of}"]`))
    group.hidden = all<HTMLElement>("[data-entry]", group).every(({ hidden }) => hidden);
  const left = entries.filter(({ hidden }) => !hidden).length;
  const status = form.querySelector("[data-count]");
  if (status) status.textContent = `${left} of ${entries.length} shown`;
}

function matches(entry: HTMLElement, values: Record<string, string>, words: readonly string[]): boolean {
  const hasValues = Object.entries(values).every(
    ([name, value]) => value === "" || (entry.dataset[name] ?? "").split(" ").includes(value),
  );
  if (!hasValues) return false;
  const content = words.join("") === "" ? "" : entry.textContent.toLowerCase();
  return words.every((word) => content.includes(word));
}

function controlsOf(form: HTMLFormElement): (HTMLSelectElement | HTMLInputElement)[] {
  return all("select, input", form);
}

function set(of: string, values: Record<string, string>): void {
  const form = document.querySelector<HTMLFormElement>(`[data-filters="${of}"]`);
  if (!form) return;
  for (const control of controlsOf(form)) control.value = values[control.name] ?? "";
  filter(form);
}

function clear(of: string): void {
  set(of, {});
}

/** Printing shows the evidence, which is closed on the screen. */
function openToPrint(): void {
  let closed: HTMLDetailsElement[] = [];
  addEventListener("beforeprint", () => {
    closed = all<HTMLDetailsElement>("details:not([open])");
    for (const details of closed) details.open = true;
  });
  addEventListener("afterprint", () => {
    for (const details of closed) details.open = false;
  });
}

startPickers();
startFilters();
openToPrint();
addEventListener("hashchange", show);
show();

export {};
