// Saves a draft by itself. A form asks for it with data-draft, the name of its copy in this window, and
// data-draft-owner, whose text it is. data-draft-url says where to save; without it only the copy is kept.
// data-draft-unsaved: the fields show what the server refused. The form works as before without this file.
(() => {
  "use strict";

  const WAIT_MS = 2000, RETRY_MS = 15000, ANSWER_MS = 20000, LEAVE_MS = 4000;
  const KEEPALIVE_BYTES = 60000; // the browser refuses more from a page that is being left
  const OWN_WAY = ["csrfmiddlewaretoken", "number", "conflicts"]; // not a part of the text
  const form = document.querySelector("form[data-draft]");
  if (!form) return;
  const { draft, draftUrl, draftOwner, draftUnsaved } = form.dataset;
  const key = `draft:${draft}`;
  const line = form.querySelector("[data-draft-line]");
  const voice = form.querySelector("[data-draft-voice]");
  const number = form.elements.number;
  let saved, timer, busy, heard;
  let unanswered = null; // sent, and nobody knows whether it was saved: it is sent again before anything newer
  let stopped = false, leaving = false, through = false, over = false;

  const fields = () => {
    const isText = ([name, value]) => !OWN_WAY.includes(name) && typeof value === "string";
    return new URLSearchParams([...new FormData(form)].filter(isText)).toString();
  };

  // The copy: in this window alone, for this person alone. A full or forbidden store must not stop anyone.
  const keep = () => {
    if (over) return;
    const copy = { owner: draftOwner, number: number.value, body: fields(), unanswered };
    try { sessionStorage.setItem(key, JSON.stringify(copy)); } catch { /* the page still holds the text */ }
  };
  const forget = () => sessionStorage.removeItem(key);
  const kept = () => {
    try { return JSON.parse(sessionStorage.getItem(key)); } catch { return null; }
  };

  // Everyone sees each change of the line. Those who listen hear the first save, failures and recovery.
  const show = (text, { isSaved = false, url = "", label = "" } = {}) => {
    const link = line.querySelector("a");
    line.querySelector("span").textContent = text;
    link.textContent = label;
    link.href = url;
    link.hidden = !url;
    const what = isSaved ? "saved" : text;
    if (what !== heard) voice.textContent = text;
    heard = what;
  };

  const later = (wait) => {
    clearTimeout(timer);
    if (draftUrl && !stopped) timer = setTimeout(save, wait);
  };

  const post = async ({ number: from, body }) => {
    const data = new URLSearchParams(body);
    data.set("number", from);
    data.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    const response = await fetch(draftUrl, {
      method: "POST",
      body: data,
      headers: { Accept: "application/json" },
      redirect: "manual",
      keepalive: data.toString().length < KEEPALIVE_BYTES,
      signal: AbortSignal.timeout?.(ANSWER_MS),
    });
    const isJson = (response.headers.get("Content-Type") || "").startsWith("application/json");
    return [response, isJson ? await response.json() : {}];
  };

  const send = async () => {
    unanswered ||= { number: number.value, body: fields() };
    keep();
    let response, answer;
    try {
      [response, answer] = await post(unanswered);
    } catch {
      show(line.dataset.offline);
      return later(RETRY_MS);
    }
    if (response.status >= 500) {
      show(line.dataset.trouble);
      return later(RETRY_MS);
    }
    const { body } = unanswered;
    unanswered = null;
    if (response.ok) {
      saved = body;
      through = false;
      number.value = answer.number;
      show(answer.text, { isSaved: true });
      if (fields() === saved) return forget();
      later(WAIT_MS);
    } else {
      stopped = response.status === 409;
      show(answer.text || line.dataset.failed, answer);
    }
    keep();
  };

  const save = () => {
    clearTimeout(timer);
    if (busy || !draftUrl || stopped || leaving || over || (!unanswered && fields() === saved)) return busy;
    busy = send().finally(() => { busy = null; });
    return busy;
  };

  const changed = () => {
    if (fields() === saved && !unanswered && !busy) forget();
    else keep();
    later(WAIT_MS);
  };

  const fill = (body) => {
    const data = new URLSearchParams(body);
    for (const control of form.elements) {
      if (!control.name || OWN_WAY.includes(control.name) || ["submit", "file"].includes(control.type)) continue;
      if (["radio", "checkbox"].includes(control.type)) {
        control.checked = data.getAll(control.name).includes(control.value);
      } else if (data.has(control.name)) control.value = data.get(control.name);
    }
  };

  // The copy comes back with the number that it was written from: what a colleague saved since is not overwritten.
  const recover = () => {
    const copy = kept();
    if (!copy) return;
    if (copy.owner !== draftOwner) return forget();
    fill(copy.body);
    if (fields() === saved) return forget();
    number.value = copy.number;
    unanswered = copy.unanswered;
    show(line.dataset.recovered);
    later(0);
  };

  // Pressed while an answer is awaited, the form would go with an old number: it waits. Without a connection
  // the page stays, once; a second press goes through whatever the browser believes about its connection.
  const submit = async (event) => {
    clearTimeout(timer);
    if (event.defaultPrevented || form.dataset.sending) return;
    if (through || !(busy || unanswered || !navigator.onLine)) {
      through = false;
      leaving = true;
      keep();
      setTimeout(stay, LEAVE_MS);
      return;
    }
    event.preventDefault();
    await (busy || save());
    through = true;
    if (!unanswered) form.requestSubmit(event.submitter);
  };
  const stay = () => { leaving = over = false; };

  form.autocomplete = "off"; // the browser's memory of the fields must not compete with the copy
  saved = fields();
  if (draftUnsaved === undefined) recover();
  else {
    saved = null;
    changed();
  }
  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  form.addEventListener("click", ({ target }) => { // a step that is done offers to begin the next one
    const next = form.elements[target.dataset.begins];
    if (!next) return;
    next.value = "ongoing";
    next.focus();
    changed();
  });
  form.addEventListener("focusout", (event) => {
    if (event.relatedTarget?.type !== "submit") save();
  });
  form.addEventListener("submit", submit);
  document.addEventListener("submit", (event) => {
    over = event.target.matches("[action$='/logga-ut/']");
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") save();
  });
  window.addEventListener("online", save);
  window.addEventListener("pageshow", stay);
})();
