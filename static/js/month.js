// Marks a row as done in place and moves on to the next. What is typed in other rows stays. A row that is
// opened gets its form from the page that its link leads to; where that fails, the link is still there.
(() => {
  "use strict";
  const receipt = document.getElementById("receipt");
  const touched = new Set();
  let busy, isOut;

  const fail = (text) => {
    const list = document.createElement("ul"), item = document.createElement("li");
    list.setAttribute("role", "list");
    [list.className, item.className, item.textContent] = ["messages", "error", text];
    list.append(item);
    receipt.replaceChildren(list);
  };
  const ask = async (url, options) => {
    const response = await fetch(url, { signal: AbortSignal.timeout?.(20000), ...options });
    return [response, new DOMParser().parseFromString(await response.text(), "text/html")];
  };
  const find = (what) => document.querySelector(what);
  const firstIn = (slug) => [`#${slug} input:checked`, `#${slug} [type=radio]`, `#${slug} summary`];
  const show = (page, sent) => {
    const fresh = page.getElementById("month");
    const next = fresh.querySelector("[autofocus]")?.parentElement.id || sent;
    touched.delete(sent);
    for (const slug of touched) {
      find(`#${slug}`).open ||= slug === next;
      fresh.querySelector(`#${slug}`)?.replaceWith(find(`#${slug}`));
    }
    document.title = page.title;
    find("#month").replaceWith(fresh);
    receipt.replaceChildren(...page.getElementById("receipt").childNodes);
    document.dispatchEvent(new Event("drafts:look"));
    ["[data-error-summary]", ...firstIn(next)].map(find).find(Boolean).focus();
  };
  const fetchForm = async (row, link) => {
    const [, page] = await ask(link.href);
    const body = page.querySelector(`#${row.id} .body:has([data-row])`);
    if (!body || !link.isConnected) return;
    const isHere = row.contains(document.activeElement);
    link.closest(".body").replaceWith(body);
    document.dispatchEvent(new Event("drafts:look"));
    if (isHere) firstIn(row.id).map(find).find(Boolean).focus();
  };
  const send = async (form) => {
    const { csrfmiddlewaretoken: token, municipality } = form.elements;
    if (isOut) token.value = (await ask(""))[1].querySelector(`#month [name=${token.name}]`).value;
    const [{ ok, status, url }, page] = await ask(form.action, { method: "POST", body: new FormData(form) });
    isOut = status === 403 || new URL(url).pathname !== location.pathname;
    if (isOut || status >= 500) fail(receipt.dataset[isOut ? "out" : "offline"]);
    else if (ok) show(page, municipality.value);
    else form.submit(); // a conflict has a page of its own
  };

  document.addEventListener("toggle", ({ target: row }) => {
    const link = row.open && row.querySelector("[data-open]");
    if (link) fetchForm(row, link).catch(() => {});
  }, true);
  document.addEventListener("input", ({ target: { form } }) => {
    if (form?.matches("[data-row]")) touched.add(form.elements.municipality.value);
  });
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (event.defaultPrevented || !form.matches("[data-row]")) return;
    event.preventDefault();
    if (busy) return;
    busy = true;
    await send(form).catch(() => fail(receipt.dataset.offline));
    busy = false;
  });
})();
